import { imageDigest, type ImageDigest } from './reference';
import type { Registry } from './registry';
import { Refusal } from './refusal';

type Block = Readonly<Record<string, unknown>>;

/** A synthesized stack, as far as its images go. */
export interface StackDocument {
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** Value of an attribute: `data.aws_ecr_image.X` and `image_digest`. */
export type Lookup = (address: string, attribute: string) => Promise<string>;

/** What names an image in a stack: of task definitions, and of services on Cloud Run. */
export function imagesIn({ resource = {} }: StackDocument): string[] {
  const tasks = Object.values(resource.aws_ecs_task_definition ?? {}).flatMap(
    ({ container_definitions: containers }) =>
      typeof containers === 'string'
        ? imagesBelow(JSON.parse(containers))
        : imagesBelow(containers),
  );
  const services = Object.values(resource.google_cloud_run_v2_service ?? {}).flatMap(imagesBelow);
  return [...new Set([...tasks, ...services])].sort();
}

/**
 * The images of a stack as digests: a digest that is written, or the one that a data source of the registry answers.
 *
 * @throws Refusal where one is named by a tag, or by something that cannot be followed
 */
export async function digestsOf(
  document: StackDocument,
  lookup: Lookup,
): Promise<readonly ImageDigest[]> {
  const found = new Map<string, ImageDigest>();
  for (const written of imagesIn(document)) {
    const reference = await resolved(written, lookup);
    found.set(reference, imageDigest(reference));
  }
  return [...found.values()];
}

/** Answers for the data sources of a stack as its plan does, by asking the registry where the tag points now. */
export function askingRegistry(
  document: StackDocument,
  registryOf: (host: string) => Registry,
  awsHost: string,
): Lookup {
  const blockOf = (address: string): Block => {
    const [, type = '', name = ''] = address.split('.');
    const block = document.data?.[type]?.[name];
    if (!block) throw new Refusal(`the stack refers to ${address}, which it does not have`);
    return block;
  };
  const lookup: Lookup = async (address, attribute) => {
    const block = blockOf(address);
    if (address.startsWith('data.aws_ecr_repository.')) {
      return attribute === 'repository_url' ? `${awsHost}/${text(block.name)}` : text(block.name);
    }
    if (address.startsWith('data.aws_ecr_image.')) {
      const repository = await resolved(text(block.repository_name), lookup);
      return tagged(registryOf(awsHost), repository, text(block.image_tag));
    }
    if (address.startsWith('data.google_artifact_registry_docker_image.')) {
      const host = `${text(block.location)}-docker.pkg.dev`;
      const [name = '', tag = ''] = text(block.image_name).split(':');
      const repository = [block.project, block.repository_id, name].map(text).join('/');
      return `${host}/${repository}@${await tagged(registryOf(host), repository, tag)}`;
    }
    throw new Refusal(`an image comes from ${address}, which is no registry that can be asked`);
  };
  return lookup;
}

/** Replaces the references in a text by their values. */
async function resolved(written: string, lookup: Lookup): Promise<string> {
  let text = written;
  for (const [whole, address = '', attribute = ''] of written.matchAll(
    /\$\{(data\.\w+\.\w+)\.(\w+)\}/g,
  )) {
    text = text.replace(whole, await lookup(address, attribute));
  }
  return text;
}

async function tagged(registry: Registry, repository: string, tag: string): Promise<string> {
  const manifest = await registry.manifest(repository, tag);
  if (manifest) return manifest.digest;
  throw new Refusal(
    `${repository}:${tag} is not in the registry ${registry.host}; run 'npm run build:images -- --push'`,
  );
}

function imagesBelow(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesBelow);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'image' && typeof one === 'string' ? [one] : imagesBelow(one),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
