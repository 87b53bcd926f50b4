import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderNginxConfig } from './config';
import { encodeConfig } from './payload';
import { examples } from './system.fixture';

const entrypoint = join(__dirname, '../../services/reverse-proxy/entrypoint.sh');
const configuration = renderNginxConfig(examples['cloud-run-balancer']!);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-entrypoint-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'data'));
  // the shell alone is tested here; the tests with containers have the real one
  writeFileSync(join(folder, 'bin/nginx'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function start(environment: Readonly<Record<string, string>>) {
  const env = {
    PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
    WRITABLE_DIRECTORY: join(folder, 'data'),
    NGINX_CONF: encodeConfig(configuration),
    ...environment,
  };
  const { status, stderr } = spawnSync(entrypoint, { env, encoding: 'utf8' });
  return { status, stderr };
}

describe('the address of a balancer that only the deployment knows', () => {
  it('is put where the configuration has a place for it, and nothing else changes', () => {
    const { status, stderr } = start({ BALANCER_ADDRESS: '198.51.100.7' });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'data/run/nginx.conf'), 'utf8')).toBe(
      configuration.replaceAll('192.0.2.80', '198.51.100.7'),
    );
    expect(configuration.match(/192\.0\.2\.80/g)).toHaveLength(2);
  });

  it.each([
    {},
    ...['', '198.51.100', '198.51.100.7;', '::1', 'a.org', '198.51.100.7/0'].map(given),
  ])('is refused: %j', (environment) => {
    const { status, stderr } = start(environment);

    expect(status).toBe(1);
    expect(stderr).toContain('BALANCER_ADDRESS holds no IPv4 address; give it the one of the');
  });
});

function given(address: string): Record<string, string> {
  return { BALANCER_ADDRESS: address };
}
