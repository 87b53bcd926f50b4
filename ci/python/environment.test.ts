import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pythonEnvironment, type Run } from './environment';

describe('a Python environment', () => {
  let root: string;
  let requirements: string;
  let started: string[];

  /** A Python that makes an interpreter, and a pip that fails where its environment is taken away meanwhile. */
  const run: Run = async (program, parameters) => {
    const [, what = '', folder = ''] = parameters;
    if (what === 'venv') {
      started.push(folder);
      mkdirSync(join(folder, 'bin'), { recursive: true });
      writeFileSync(join(folder, 'bin', 'python'), '');
    }
    await wait(10 * started.length);
    const code = what === 'pip' && !existsSync(program) ? 1 : 0;
    return { code, output: 'Python 3.14' };
  };
  const environment = () => pythonEnvironment({ name: 'tool', requirements, root }, run);

  beforeEach(() => {
    started = [];
    root = mkdtempSync(join(tmpdir(), 'slipway-python-'));
    requirements = join(root, 'requirements.txt');
    writeFileSync(requirements, 'tool==1\n');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('is made once for all that ask for it at the same time', async () => {
    const [first, second] = await Promise.all([environment(), environment()]);

    expect(started).toHaveLength(1);
    expect(second).toBe(first);
    expect(existsSync(first)).toBe(true);
  });

  it('is found again, and leaves nothing beside it', async () => {
    const interpreter = await environment();

    expect(await environment()).toBe(interpreter);
    expect(started).toHaveLength(1);
    expect(readdirSync(join(root, 'node_modules/.cache/slipway'))).toHaveLength(1);
  });

  it('is another one after a change of its requirements', async () => {
    const before = await environment();
    writeFileSync(requirements, 'tool==2\n');

    expect(await environment()).not.toBe(before);
  });

  it('fails when pip does, and is made anew by the next run', async () => {
    const failing: Run = (_, [, what]) =>
      Promise.resolve({ code: what === 'pip' ? 1 : 0, output: 'no such version' });

    await expect(pythonEnvironment({ name: 'tool', requirements, root }, failing)).rejects.toThrow(
      /requirements\.txt could not be installed:\nno such version/,
    );
    expect(existsSync(await environment())).toBe(true);
  });
});
