import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { contentSecurityPolicy } from './content-security-policy';

const hash = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

describe('contentSecurityPolicy', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('allows its own origin and nothing else', () => {
    expect(contentSecurityPolicy(folder)).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it('allows each inline script of the pages once', () => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'a.html'), '<script>one()\n</script><script src="x.js"></script>');
    writeFileSync(join(folder, 'b.html'), '<script>one()\n</script>');
    writeFileSync(join(folder, 'deep', 'c.html'), '<script>two()</script>');

    expect(contentSecurityPolicy(folder)).toContain(
      `script-src 'self' ${hash('one()\n')} ${hash('two()')};`,
    );
  });

  it('allows no data block, which needs none', () => {
    writeFileSync(join(folder, 'a.html'), '<script type="application/json">{}</script>');

    expect(contentSecurityPolicy(folder)).toContain("script-src 'self';");
  });
});
