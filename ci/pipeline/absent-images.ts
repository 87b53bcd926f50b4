import { Refusal } from './refusal';
import type { StackDocument } from './stack-images';

/** A digest that no image has: what a plan says in place of one that nobody has pushed yet. */
export const placeholderDigest = `sha256:${'0'.repeat(64)}`;

/** What Terraform says against one address of a stack. */
export interface Problem {
  readonly address: string;
  readonly text: string;
}

/** Data sources that turn a tag into a digest, each with what its provider says where the tag is not there. */
const kinds: Readonly<Record<string, { readonly attribute: string; readonly absent: RegExp }>> = {
  aws_ecr_image: {
    attribute: 'image_digest',
    // the provider's words for both exceptions of the registry; a repository that is absent fails before
    absent: /reading ECR Images: couldn't find resource|ImageNotFoundException/,
  },
  google_artifact_registry_docker_image: {
    attribute: 'self_link',
    absent: /Requested image was not found/,
  },
};

/** Addresses of the data sources that look an image up. */
export function imageLookups({ data = {} }: StackDocument): string[] {
  return Object.keys(kinds).flatMap((type) =>
    Object.keys(data[type] ?? {}).map((name) => `data.${type}.${name}`),
  );
}

/**
 * Lookups of images that the registry does not have. What else is said against a lookup, such as that somebody may not read
 * the registry, is left for the plan to say.
 */
export function absentAmong(problems: readonly Problem[]): string[] {
  return problems
    .filter(({ address, text }) => kinds[typeOf(address)]?.absent.test(text))
    .map(({ address }) => address);
}

/** The image that a lookup asks for: `slipway/goapp:content-...`. */
export function imageOf(document: StackDocument, address: string): string {
  const block = blockOf(document, address);
  if (typeOf(address) !== 'aws_ecr_image')
    return [block.repository_id, block.image_name].map(String).join('/');
  const written = String(block.repository_name);
  const [, reference = ''] = /^\$\{(data\.aws_ecr_repository\.\w+)\.name\}$/.exec(written) ?? [];
  const repository = reference === '' ? written : blockOf(document, reference).name;
  return [repository, block.image_tag].map(String).join(':');
}

/**
 * A synthesized stack that does not look up what is not there: the placeholder stands in its place. It is for a plan that
 * nobody applies.
 *
 * @throws Refusal where something of a lookup is used that has no placeholder
 */
export function withoutLookups(text: string, addresses: readonly string[]): string {
  const document = JSON.parse(text) as StackDocument;
  const data = Object.entries(document.data ?? {}).map(([type, blocks]) => {
    const kept = Object.entries(blocks).filter(
      ([name]) => !addresses.includes(`data.${type}.${name}`),
    );
    return [type, Object.fromEntries(kept)] as const;
  });
  const rest = { ...document, data: Object.fromEntries(data.filter(([, all]) => !isEmpty(all))) };
  const planned = addresses.reduce(
    (written, address) =>
      written.replaceAll(
        `\${${address}.${kinds[typeOf(address)]?.attribute}}`,
        placeholderOf(document, address),
      ),
    JSON.stringify(rest, undefined, 2),
  );
  const left = addresses.find((address) => planned.includes(`${address}.`));
  if (left === undefined) return planned;
  throw new Refusal(
    `${left} is used for more than its image, so that there is no plan without it; run 'npm run build:images -- --push'`,
  );
}

function placeholderOf(document: StackDocument, address: string): string {
  if (typeOf(address) === 'aws_ecr_image') return placeholderDigest;
  const block = blockOf(document, address);
  const [location, project, repository, image] = (
    ['location', 'project', 'repository_id', 'image_name'] as const
  ).map((name) => String(block[name]));
  return `${location}-docker.pkg.dev/${project}/${repository}/${image?.split(':')[0]}@${placeholderDigest}`;
}

function blockOf({ data = {} }: StackDocument, address: string): Readonly<Record<string, unknown>> {
  const [, type = '', name = ''] = address.split('.');
  const block = data[type]?.[name];
  if (!block) throw new Refusal(`the stack refers to ${address}, which it does not have`);
  return block;
}

function typeOf(address: string): string {
  return address.split('.')[1] ?? '';
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}
