import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BUILD_INPUTS, buildId } from './build-id';

describe('buildId', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-'));
    for (const input of BUILD_INPUTS) {
      if (/\.\w+$/.test(input)) writeFileSync(join(folder, input), input);
      else mkdirSync(join(folder, input));
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the same for the same source', () => {
    expect(buildId(folder)).toBe(buildId(folder));
    expect(buildId(folder)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('changes with a file, not with its test', () => {
    const before = buildId(folder);

    writeFileSync(join(folder, 'pages', 'index.test.tsx'), 'test');
    expect(buildId(folder)).toBe(before);

    writeFileSync(join(folder, 'pages', 'index.tsx'), 'page');
    expect(buildId(folder)).not.toBe(before);
  });
});
