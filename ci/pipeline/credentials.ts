import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { setAmong, type Variables } from '../variables';

/** What `docker login` leaves. */
interface DockerConfiguration {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/**
 * The login of a registry as `docker login` has left it, as the value of an Authorization header. Undefined where there
 * is none.
 */
export function authorizationFor(
  host: string,
  variables: Variables = process.env,
): string | undefined {
  const folder = setAmong(variables).DOCKER_CONFIG ?? join(homedir(), '.docker');
  const { auths, credHelpers, credsStore } = readConfiguration(join(folder, 'config.json'));
  const written = auths?.[host]?.auth ?? auths?.[`https://${host}`]?.auth;
  if (written) return `Basic ${written}`;
  const helper = credHelpers?.[host] ?? (auths?.[host] ? credsStore : undefined);
  return helper === undefined ? undefined : fromHelper(helper, host);
}

function readConfiguration(path: string): DockerConfiguration {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DockerConfiguration;
  } catch {
    // nobody has logged in anywhere
    return {};
  }
}

/** @see https://github.com/docker/docker-credential-helpers */
function fromHelper(helper: string, host: string): string | undefined {
  const { status, stdout } = spawnSync(`docker-credential-${helper}`, ['get'], {
    input: host,
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  const { Username, Secret } = JSON.parse(stdout) as { Username: string; Secret: string };
  return `Basic ${Buffer.from(`${Username}:${Secret}`).toString('base64')}`;
}
