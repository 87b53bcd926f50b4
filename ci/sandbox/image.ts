import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Image } from '../../constructs/core/image';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { sandbox } from '../../stacks/config';
import { type CommandResult, run } from '../command';
import { fromFolder } from '../images/images';
import type { RegistryLogin } from './identity';

/** Builds an image for the processor of the trial and pushes it, unless the registry has it. */
export async function pushSandboxImage(
  image: Image,
  login: RegistryLogin,
  onOutput?: (piece: string) => void,
): Promise<CommandResult> {
  const { name, source, tag } = image;
  if (source.kind !== 'folder' || tag === undefined) {
    throw new RangeError(`the image of the trial must come from a folder, got '${name}'`);
  }
  const repository = `${sandbox.prefix}/${name}`;
  if (await isPushed(login.region, repository, tag)) {
    return { code: 0, output: `${repository}:${tag} is in the registry already` };
  }
  const remote = `${login.registry}/${repository}:${tag}`;
  const folder = join(repositoryRoot(), source.folder);
  const built = await run(
    'docker',
    [...fromFolder(source, 'linux/arm64'), '--tag', remote, folder],
    { env: { DOCKER_BUILDKIT: '1' }, onOutput },
  );
  return built.code === 0 ? push(remote, login) : built;
}

async function isPushed(region: string, repositoryName: string, tag: string): Promise<boolean> {
  try {
    const imageIds = [{ imageTag: tag }];
    await new ECRClient({ region }).send(new DescribeImagesCommand({ repositoryName, imageIds }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'ImageNotFoundException') return false;
    throw error;
  }
}

/** Pushes with a configuration that lives as long as the push: the login of the user is not touched and none is left. */
async function push(remote: string, { registry, auth }: RegistryLogin): Promise<CommandResult> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-login-'));
  try {
    const auths = { [registry]: { auth } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }), { mode: 0o600 });
    const env = { DOCKER_CONFIG: folder, ...(await engineOfTheUser()) };
    return await run('docker', ['push', '--quiet', remote], { env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await run('docker', ['rmi', remote]);
  }
}

/** Which engine is meant stands in the configuration that is put aside. */
async function engineOfTheUser(): Promise<Record<string, string>> {
  const format = '{{.Endpoints.docker.Host}}';
  const { code, output } = await run('docker', ['context', 'inspect', '--format', format]);
  const host = output.trim();
  return code === 0 && host !== '' ? { DOCKER_HOST: host } : {};
}
