import type { Image } from '../core/image';
import type { IRegistry } from './registry';

/** What a task definition needs to know about its image. */
export interface TaskImage {
  /** Reference with the digest. */
  readonly reference: string;

  /**
   * ARN of the ECR repository to pull from.
   *
   * @default - pulling needs no permission
   */
  readonly repositoryArn?: string;

  /**
   * What must hold before the task definition is made: the image exists.
   *
   * @default - nothing is checked
   */
  readonly precondition?: { readonly condition: string; readonly errorMessage: string };
}

/** Problems of an image on this platform, before it is resolved. */
export function imageProblems(image: Image, registry: IRegistry | undefined): string[] {
  if (image.source.kind === 'registry' || registry) return [];
  return [
    `'workload.image' is built from '${image.source.folder}', but the cluster has no 'registry' to pull it from; give the Cluster a Registry or use Image.fromRegistry`,
  ];
}

const ecrReference =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^@]+)@/;

/** Whether a reference names a private registry of AWS. */
export function isEcr(reference: string): boolean {
  return ecrReference.test(reference);
}

/** Turns an image into a reference by digest, and into the right to pull it. */
export function resolveImage(image: Image, registry: IRegistry | undefined): TaskImage {
  if (image.source.kind === 'folder' && registry) return registry.imageOf(image.name, image);
  if (image.source.kind === 'folder') return { reference: image.source.folder };
  const { reference } = image.source;
  const ecr = ecrReference.exec(reference)?.groups;
  if (!ecr) return { reference };
  const { account = '', region = '', repository = '' } = ecr;
  const partition = region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return {
    reference,
    repositoryArn: `arn:${partition}:ecr:${region}:${account}:repository/${repository}`,
  };
}
