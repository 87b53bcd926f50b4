import { tmpdir } from 'node:os';
import { Programs } from '../terraform/programs';
import { type Ran, typeLines } from './shell';
import type { Typed } from './typed';

const line = (command: string, block = 1): Typed => ({
  ...{ place: 'x.md:1', page: 'x.md', heading: '', command, block },
});

async function typedInto(...typed: Typed[]): Promise<Ran[]> {
  const programs = new Programs();
  const variables = { PATH: `/nowhere:${process.env.PATH}`, SLIPWAY_DOCS: 'slipway-docs-test' };
  const shell = { programs, root: tmpdir(), variables, limitSeconds: 30 };
  const passageOf = () => ({ folder: '.', before: 'close_terminals() { :; }; told=so' });
  return typeLines(
    { typed, passageOf, replaced: (command) => command.replace('8080', '1') },
    shell,
  );
}

describe('lines that are typed', () => {
  it('share one shell, each block at the root of the copy', async () => {
    const ran = await typedInto(
      line('export A=1; cd /'),
      line('pwd'),
      line('pwd; echo "$A $told"', 2),
    );

    expect(ran.map(({ ok, output }) => [ok, output])).toEqual([
      [true, ''],
      [true, '/\n'],
      [true, `${tmpdir()}/.\n1 so\n`.replace('/.', '')],
    ]);
  });

  it('end at the first that fails', async () => {
    const ran = await typedInto(line('true'), line('echo no; false'), line('true'));

    expect(ran.map(({ ok, output }) => [ok, output])).toEqual([
      [true, ''],
      [false, 'no\n'],
      [false, undefined],
    ]);
  });

  it.each(['false | true', 'echo "$nothing"', 'a-program-that-nobody-has'])(
    'fails when a part of a line fails: %s',
    async (command) => {
      expect((await typedInto(line(command)))[0]!.ok).toBe(false);
    },
  );

  it('use other ports than the page', async () => {
    expect((await typedInto(line('echo 8080')))[0]!.output).toBe('1\n');
  });
});
