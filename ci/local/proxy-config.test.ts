import { readFileSync, statSync } from 'node:fs';
import { localConfigFor, localConfigPath, renderLocalConfig } from './proxy-config';

describe('the configuration that docker compose uses', () => {
  it('is what the system renders to; npm run nginx:local renders it again', () => {
    expect(readFileSync(localConfigPath, 'utf8') === renderLocalConfig()).toBe(true);
  });

  it('redirects to the port that is published', () => {
    expect(renderLocalConfig(9443)).toContain('9443');
  });

  it('can be read by the user of the proxy, whatever the umask is', () => {
    const before = process.umask(0o077);
    const path = localConfigFor(9443);
    process.umask(before);

    expect(statSync(path).mode & 0o777).toBe(0o644);
  });
});
