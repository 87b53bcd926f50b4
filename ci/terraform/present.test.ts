import { exitCodeOfMissing, missing, present, terraformFor } from './present';

const node = { command: process.execPath, probe: ['--version'], adds: 'everything' };
const absent = { command: 'no-such-program', probe: [], adds: 'the last check' };

describe('present', () => {
  it('finds a program that answers', () => {
    expect(present(node)).toBe(true);
  });

  it('fails when the program does not exist', () => {
    expect(present(absent)).toBe(false);
  });

  it('fails when the program cannot answer', () => {
    expect(present({ ...node, probe: ['--no-such-option'] })).toBe(false);
  });
});

describe('missing', () => {
  it('names what is missing and what it would add', () => {
    expect(missing([node, absent])).toEqual([
      "'no-such-program' is not installed; it would add the last check",
    ]);
  });

  it('asks once for each tool', () => {
    const asked: string[] = [];

    missing([terraformFor('a plan'), node], ({ command }) => asked.push(command) > 0);

    expect(asked).toEqual(['terraform', process.execPath]);
  });
});

describe('exitCodeOfMissing', () => {
  it('lets a laptop go on', () => {
    expect(exitCodeOfMissing({})).toBe(0);
  });

  it('fails in continuous integration', () => {
    expect(exitCodeOfMissing({ CI: 'true' })).toBe(1);
  });
});
