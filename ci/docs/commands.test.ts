import { lastLines, runSteps, shellBlocksOf, stepsOf, tracesOf } from './commands';
import { pageOf } from './markdown';

const here = __dirname;

describe('the steps of a block', () => {
  it('end where the page says what is printed, behind a command or below it', () => {
    const text = "echo one\necho two # => two\nseq 2\n# => 1\n# => 2\nrm -f 'a # b'";

    expect(stepsOf(text)).toEqual([
      { commands: ['echo one', 'echo two'], expected: ['two'] },
      { commands: ['seq 2'], expected: ['1', '2'] },
      { commands: ["rm -f 'a # b'"], expected: [] },
    ]);
  });

  it('run in one shell, and each has an output of its own', async () => {
    const steps = stepsOf(
      'word=same\necho "the $word" # => the same\necho "  still $word  "\n# => x',
    );
    const { code, outputs } = await runSteps(steps, here);

    expect([code, outputs]).toEqual([0, ['the same\n', '  still same  \n']]);
    expect(outputs.map((output, at) => lastLines(output, steps[at]!))).toEqual([
      ['the same'],
      ['still same'],
    ]);
  });

  it.each(['false', 'false | cat', 'echo "$nothing"', 'command-that-nobody-has'])(
    'fails when a command fails: %s',
    async (command) => {
      const { code, outputs } = await runSteps(stepsOf(`echo a # => a\n${command}\necho b`), here);

      expect(code).not.toBe(0);
      expect(outputs).toEqual(['a\n']);
    },
  );

  it('print as many last lines as are expected', () => {
    expect(lastLines('a\n b\nc \n', { commands: [], expected: ['', ''] })).toEqual(['b', 'c']);
    expect(lastLines('a\n', { commands: [], expected: [] })).toEqual([]);
  });
});

it('only blocks of the shell are run', () => {
  const page = pageOf('x.md', '```sh\na\n```\n\n```text\nb\n```\n\n```ts\nc\n```\n\n    d\n');

  expect(shellBlocksOf(page).map(({ text }) => text)).toEqual(['a']);
});

it('what commands leave is known by name', () => {
  const text = [
    'docker build --quiet --target baked -t kata/baked services/static-site',
    'docker run -d --name one -p 127.0.0.1:18380:8080 -v "$PWD:/content:ro" kata/baked',
    'docker compose -f a.yml -f b.yml up --build --wait',
    'docker compose -f a.yml -f b.yml exec -T proxy cat file',
  ].join('\n');

  expect(tracesOf([{ info: 'sh', text, line: 1 }])).toEqual({
    containers: ['one'],
    images: ['kata/baked'],
    ports: [18380],
    projects: [['-f', 'a.yml', '-f', 'b.yml']],
  });
});
