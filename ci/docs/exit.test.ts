import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { manifest } from '../exit/fork';
import { fork } from '../exit/version';
import { pageOf } from './markdown';

const path = 'docs/exit.md';
const page = pageOf(path, readFileSync(join(repositoryRoot(), path), 'utf8'));

describe('the way out', () => {
  it('shows the lines that the test of the fork installs', () => {
    const { dependencies, overrides } = manifest();
    const [shown] = page.fences.filter(({ info }) => info === 'json exit');

    expect(JSON.parse(shown!.text)).toEqual({
      devDependencies: { cdktf: (dependencies as Record<string, string>).cdktf },
      overrides,
    });
  });

  it('names the version that is tested, and no other', () => {
    const named = page.text.match(/\b0\.2[2-9]\.\d+/g) ?? [];

    expect(new Set(named)).toEqual(new Set([fork.version]));
  });
});
