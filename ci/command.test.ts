import { run } from './command';

describe('a program whose output is collected', () => {
  it('keeps a letter whose bytes come in two pieces', async () => {
    const script = "process.stdout.write('a'.repeat(65_535) + 'Łukasz')";
    const pieces: string[] = [];
    const onOutput = (text: string) => pieces.push(text);
    const { output } = await run(process.execPath, ['-e', script], { onOutput });

    expect(output.slice(-6)).toBe('Łukasz');
    expect(pieces.join('')).toBe(output);
  });

  it('ends with 127 where it does not exist', async () => {
    expect(await run('no-such-program', [])).toMatchObject({ code: 127 });
  });
});
