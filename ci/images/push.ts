import { run, tail } from '../command';
import { registryAt } from '../pipeline/registry-address';
import { type BuiltImage, imagesFor, namedAmong } from './images';

/**
 * What a registry has not got yet, of what it has a place for, or of that what is named.
 *
 * @throws Refusal where it does not answer
 */
export async function lackingIn(
  address: string,
  say: (line: string) => void,
  names: readonly string[] = [],
): Promise<readonly BuiltImage[]> {
  const { registry, inside } = registryAt(address);
  const lacking: BuiltImage[] = [];
  for (const image of namedAmong(imagesFor(address), names)) {
    const [repository = '', tag = ''] = inside(image.reference).split(':');
    if (await registry.manifest(repository, tag)) {
      say(`ok    ${address}/${image.reference} is in the registry already`);
    } else lacking.push(image);
  }
  return lacking;
}

/**
 * Pushes every image that the registry lacks, under the repository and the content tag that the stacks look for. The
 * tag is the content, so an image that is there is never pushed again.
 *
 * @param registry address of the registry, for example `123456789012.dkr.ecr.eu-west-1.amazonaws.com`
 */
export async function pushImages(
  registry: string,
  say: (line: string) => void,
  images: readonly BuiltImage[] = imagesFor(registry),
): Promise<boolean> {
  for (const { reference } of images) {
    const remote = `${registry}/${reference}`;
    if ((await run('docker', ['manifest', 'inspect', ...insecure(registry), remote])).code === 0) {
      say(`ok    ${remote} is in the registry already`);
      continue;
    }
    await run('docker', ['tag', reference, remote]);
    const pushed = await run('docker', ['push', '--quiet', remote]);
    await run('docker', ['rmi', remote]);
    if (pushed.code !== 0) {
      say(
        `FAIL  ${remote} was not pushed\n${tail(pushed.output, 10).replaceAll(/^/gm, '      | ')}`,
      );
      if (/auth|denied/i.test(pushed.output)) say(loginHint(registry));
      return false;
    }
    say(`ok    ${remote} was pushed`);
  }
  return true;
}

/** A registry on this machine speaks plain HTTP, which the engine allows for loopback alone. */
function insecure(registry: string): string[] {
  return /^(127\.\d+\.\d+\.\d+|localhost)(:\d+)?$/.test(registry) ? ['--insecure'] : [];
}

/** How somebody logs in to a registry, by whose it is. */
export function loginHint(registry: string): string {
  const [host = ''] = registry.split('/');
  return `      log in first: ${loginOf(host)}`;
}

function loginOf(host: string): string {
  if (host.endsWith('.pkg.dev')) return `gcloud auth configure-docker ${host}`;
  if (!/\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(host)) return `docker login ${host}`;
  return `aws ecr get-login-password | docker login --username AWS --password-stdin ${host}`;
}
