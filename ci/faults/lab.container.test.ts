import { spawnSync } from 'node:child_process';
import { docker, lines } from './docker';
import { Lab } from './lab';

const label = 'slipway.faults';

function networksOf(process_: number): Promise<string[]> {
  return docker(...['network', 'ls', '--quiet', '--filter', `label=${label}=${process_}`]).then(
    lines,
  );
}

function volumesOf(process_: number): Promise<string[]> {
  return docker(...['volume', 'ls', '--quiet', '--filter', `label=${label}=${process_}`]).then(
    lines,
  );
}

it('a start takes away what a killed run left, and nothing of a run that goes on', async () => {
  const dead = spawnSync('true').pid;
  const alive = process.ppid;
  await docker('volume', 'create', '--label', `${label}=${dead}`);
  const kept = await docker('volume', 'create', '--label', `${label}=${alive}`);
  const lab = await Lab.create();
  try {
    expect(await volumesOf(dead)).toEqual([]);
    expect(await volumesOf(alive)).toEqual([kept]);
  } finally {
    await docker('volume', 'rm', kept);
    await lab.remove();
  }
});

it('nothing is left once it is removed, and nothing is started after that', async () => {
  const lab = await Lab.create();
  await lab.volume();
  await lab.start({ service: 'cache' });
  const before = [await networksOf(process.pid), await volumesOf(process.pid)];
  await lab.remove();

  expect(before.map(({ length }) => length)).toEqual([1, 1]);
  expect(await networksOf(process.pid)).toEqual([]);
  expect(await volumesOf(process.pid)).toEqual([]);
  expect(await docker('ps', '--all', '--quiet', '--filter', `label=${label}=${process.pid}`)).toBe(
    '',
  );
  await expect(lab.start({ service: 'cache' })).rejects.toThrow('is not started any more');
});
