import { run, tail } from '../command';
import { imagesFor } from './images';

/**
 * Pushes every image that the registry lacks, under the repository and the content tag that the stacks look for. The
 * tag is the content, so an image that is there is never pushed again.
 *
 * @param registry host of the registry, for example `123456789012.dkr.ecr.eu-west-1.amazonaws.com`
 */
export async function pushImages(registry: string, say: (line: string) => void): Promise<boolean> {
  for (const { reference } of imagesFor(registry)) {
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

function loginHint(registry: string): string {
  return `      log in first: aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`;
}
