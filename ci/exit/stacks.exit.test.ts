import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { compile, installFork, type Synthesized, synthesizeFrom } from './fork';
import { fork } from './version';

const names = readdirSync(join(repositoryRoot(), 'stacks/__snapshots__'))
  .map((name) => name.replace('.json', ''))
  .sort();

describe('the stacks on the community fork', () => {
  let folder: string;
  let before: Record<string, Synthesized>;
  let after: Record<string, Synthesized>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-exit-'));
    const here = join(folder, 'here');
    mkdirSync(here);
    symlinkSync(join(repositoryRoot(), 'node_modules'), join(here, 'node_modules'));
    before = synthesizeFrom(here);
    installFork(folder);
    after = synthesizeFrom(folder);
  }, 240_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('find the fork where they import cdktf, and one copy of it', () => {
    const modules = join(folder, 'node_modules');
    const { name, version } = JSON.parse(
      readFileSync(join(modules, 'cdktf/package.json'), 'utf8'),
    ) as Record<string, string>;

    expect({ name, version }).toEqual(fork);
    expect(existsSync(join(modules, '@cdktf/provider-aws/node_modules'))).toBe(false);
  });

  it('are all of them', () => {
    expect(Object.keys(before)).toEqual(names);
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  it.each(names)('%s is the same Terraform', (name) => {
    expect(after[name]!.document).toEqual(before[name]!.document);
  });

  it.each(names)('%s says what wrote it, which is the one difference', (name) => {
    expect([before[name]!.version, after[name]!.version]).toEqual(['0.21.0', fork.version]);
  });

  it('compile against the types of the fork', () => {
    const files = compile(folder);

    expect(files).toContain(join(folder, 'node_modules/cdktf/lib/index.d.ts'));
    expect(files).not.toContain(join(repositoryRoot(), 'node_modules/cdktf/'));
  });
});
