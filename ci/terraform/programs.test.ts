import { tmpdir } from 'node:os';
import { processesOf, Programs } from './programs';

const options = (variables: Record<string, string> = {}, limitSeconds = 20) => ({
  folder: tmpdir(),
  variables: { PATH: process.env.PATH, ...variables },
  limitSeconds,
});
const node = (code: string): string[] => ['-e', code];
const forEver = node('setInterval(() => 0, 1000)');

describe('Programs', () => {
  it('collects both outputs without colours', async () => {
    const code = `console.log('\\u001b[31mred\\u001b[0m'); console.error('error'); process.exit(3)`;

    const finished = await new Programs().run(process.execPath, node(code), options());

    expect(finished.code).toBe(3);
    expect(finished.output.split('\n').sort()).toEqual(['', 'error', 'red']);
  });

  it('fails when the program does not exist', async () => {
    const finished = await new Programs().run('no-such-program', [], options());

    expect(finished.code).toBe(127);
    expect(finished.output).toContain('no-such-program');
  });

  it('fails when the program takes too long', async () => {
    const finished = await new Programs().run(process.execPath, forEver, options({}, 0.2));

    expect(finished.code).toBe(1);
    expect(finished.output).toContain('was ended after 0.2 s');
  });

  it('gives a program only the variables that it is given', async () => {
    const code = `console.log(process.env.HOME ?? 'no home', process.env.GIVEN)`;

    const { output } = await new Programs().run(
      process.execPath,
      node(code),
      options({ GIVEN: 'given' }),
    );

    expect(output).toBe('no home given\n');
  });

  it('ends what still runs, children of children included, and starts nothing more', async () => {
    const programs = new Programs();
    const marker = `marker-${process.pid}-${Date.now()}`;
    const child = `require('child_process').spawn(process.execPath, ${JSON.stringify(forEver)}, { stdio: 'inherit' }); console.log('started'); setInterval(() => 0, 1000)`;
    const running = programs.start(process.execPath, node(child), options({ MARKER: marker }));
    while (!running.output().includes('started')) await new Promise((next) => setTimeout(next, 20));
    const before = processesOf(marker);

    await programs.close();

    // only Linux tells; elsewhere both are undefined
    expect(before?.length ?? 2).toBe(2);
    expect(processesOf(marker) ?? []).toEqual([]);
    expect(() => programs.start(process.execPath, forEver, options())).toThrow('not started');
  });

  it('knows that a program is over which a signal has ended', async () => {
    const programs = new Programs();
    const running = programs.start(process.execPath, forEver, options());
    const before = running.over();

    await programs.end(running);

    expect([before, running.over()]).toEqual([false, true]);
    // the reason why nobody may wait for an exit code
    expect(running.process.exitCode).toBeNull();
  });

  it('ends a program that does not want to', async () => {
    const programs = new Programs(0.2);
    const stubborn = `process.on('SIGTERM', () => console.log('no')); console.log('started'); setInterval(() => 0, 1000)`;
    const running = programs.start(process.execPath, node(stubborn), options());
    while (!running.output().includes('started')) await new Promise((next) => setTimeout(next, 20));

    await programs.end(running);

    expect((await running.finished).output).toBe('started\nno\n');
  });
});
