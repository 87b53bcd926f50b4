import { isLeftBehind, nameOfRun } from './containers';

const dead = (): boolean => false;
const alive = (): boolean => true;

describe('what a killed run has left', () => {
  it('is a network with the id of a process that is gone', () => {
    expect(isLeftBehind('slipway-pipe-4711', dead)).toBe(true);
    expect(isLeftBehind('slipway-pipe-4711', alive)).toBe(false);
  });

  it('asks about the process of the name', () => {
    const asked: number[] = [];

    isLeftBehind('slipway-pipe-4711', (id) => asked.push(id) > 0);

    expect(asked).toEqual([4711]);
  });

  it.each(['bridge', 'slipway-pipe-', 'slipway-pipe-1-x', 'my-slipway-pipe-1', ''])(
    'is nothing of another name: %j',
    (name) => {
      expect(isLeftBehind(name, dead)).toBe(false);
    },
  );

  it('is nothing of this run', () => {
    expect(isLeftBehind(nameOfRun(), (id) => id === process.pid)).toBe(false);
    expect(isLeftBehind(nameOfRun(), dead)).toBe(true);
  });
});
