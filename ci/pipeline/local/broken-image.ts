import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../command';
import { pushImages } from '../../images/push';
import type { BuiltImage } from '../../images/images';
import { attestImages } from '../attestation';
import { signerFrom } from '../signer';
import { images } from './images-story';
import type { Pipeline } from './pipeline';
import { goappOf } from './stacks';

/** A revision of goapp that was built wrong. */
export interface BrokenImage {
  readonly reference: string;
  /** Signs it all the same: a signature says who built it, not that it works. */
  readonly sign: () => Promise<void>;
}

/**
 * Pushes an image whose program is another service's: it starts, it is healthy, and it knows no user. Nothing but asking it
 * would tell.
 */
export async function brokenImage(pipeline: Pipeline, revision = '2'): Promise<BrokenImage> {
  const { source, name, tag } = goappOf(revision);
  if (source.kind !== 'folder') throw new Error('goapp is built from a folder');
  const reference = `slipway/${name}:${tag}`;
  const of = (wanted: string) =>
    images.find((one) => one.reference.includes(`/${wanted}:`))?.reference ?? '';
  const folder = join(pipeline.session.context.run.folder, `broken-${revision}`);
  mkdirSync(folder);
  const lines = [
    `FROM ${of('goapp')}`,
    `COPY --from=${of('uptime')} /uptime /goapp`,
    `LABEL revision=${revision}`,
  ];
  writeFileSync(join(folder, 'Dockerfile'), lines.join('\n'));
  const { code, output } = await run('docker', ['build', '--quiet', '--tag', reference, folder], {
    env: { DOCKER_BUILDKIT: '1' },
  });
  if (code !== 0) throw new Error(output);
  const image: BuiltImage = { source, reference, local: reference };
  const { host } = pipeline.process;
  try {
    if (!(await pushImages(host, () => undefined, [image]))) throw new Error('it was not pushed');
  } finally {
    // under this tag the engine must never find anything but what the sources say
    await run('docker', ['rmi', reference]);
  }
  const signer = signerFrom(pipeline.keys.own, {});
  return {
    reference,
    sign: () => attestImages([{ reference, folder }], pipeline.registry, signer, () => undefined),
  };
}
