import {
  CompleteLayerUploadCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** One thing that a registry keeps under the hash of its bytes. */
interface Blob {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/**
 * Pushes an image without files under a tag, as `docker push` would: layer, configuration, manifest. What runs is not
 * looked at here, only that it is there.
 *
 * @returns the digest
 */
export async function pushEmptyImage(
  ecr: ECRClient,
  repositoryName: string,
  tag: string,
): Promise<string> {
  const archive = Buffer.alloc(1024);
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    bytes: gzipSync(archive),
  };
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    bytes: Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        // makes the image of each tag one of its own
        config: { Labels: { tag } },
        rootfs: { type: 'layers', diff_ids: [digestOf(archive)] },
      }),
    ),
  };
  for (const blob of [layer, config]) await upload(ecr, repositoryName, blob);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor(config),
    layers: [descriptor(layer)],
  });
  const bytes = Buffer.from(manifest);
  return putManifest(ecr, repositoryName, tag, { mediaType: manifestType, bytes });
}

/**
 * Puts a manifest under a tag.
 *
 * @returns the digest
 */
export async function putManifest(
  ecr: ECRClient,
  repositoryName: string,
  tag: string,
  manifest: Blob,
): Promise<string> {
  const imageDigest = digestOf(manifest.bytes);
  const named = { repositoryName, imageTag: tag, imageDigest };
  await ecr.send(
    new PutImageCommand({
      ...named,
      imageManifest: manifest.bytes.toString(),
      imageManifestMediaType: manifest.mediaType,
    }),
  );
  return imageDigest;
}

async function upload(ecr: ECRClient, repositoryName: string, { bytes }: Blob): Promise<void> {
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  const part = { partFirstByte: 0, partLastByte: bytes.length - 1, layerPartBlob: bytes };
  await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
  const layerDigests = [digestOf(bytes)];
  await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
}

function descriptor({ mediaType, bytes }: Blob): object {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
