import { checkBody } from './block';
import { terraformItself } from './built-in';
import { bodiesOf, entriesOf, received } from './json-body';
import { metaArguments } from './meta-arguments';
import { didYouMean } from './nearest-name';
import { withNewer } from './newer';
import {
  type Block,
  committedSchemas,
  lookUp,
  renewCommand,
  schemaFolder,
  type Schemas,
} from './schema';

/** Takes one problem as a sentence. */
type Say = (problem: string) => void;

/** The two sorts of blocks that have a type and a name. */
type Sort = 'resources' | 'data';

let committed: Schemas | undefined;

/**
 * Every way in which the resources, data sources and providers of a synthesized document break the schemas of their
 * providers, each as one sentence. Whatever the document is, the answer is a list: it never throws.
 *
 * @param document a parsed cdk.tf.json, or the `json` of what `synth()` returns
 * @param schemas the committed subset unless told otherwise
 */
export function schemaProblems(document: unknown, schemas?: Schemas): string[] {
  const used = schemas ?? (committed ??= withNewer(committedSchemas()));
  const problems: string[] = [];
  const say: Say = (problem) => problems.push(problem);
  const entries = entriesOf(document);
  if (!entries) return [`the document must be a JSON object, got ${received(document)}`];
  for (const [name, value] of entries) {
    if (name === 'resource') checkSort(value, 'resources', used, say);
    else if (name === 'data') checkSort(value, 'data', used, say);
    else if (name === 'provider') checkProviders(value, used, say);
  }
  return problems;
}

function checkSort(value: unknown, sort: Sort, schemas: Schemas, say: Say): void {
  const label = sort === 'data' ? 'data' : 'resource';
  const prefix = sort === 'data' ? 'data.' : '';
  for (const [kind, named] of labelled(label, value, say)) {
    const schema = kindSchema(kind, sort, schemas);
    if (!schema) {
      say(unknownKind(kind, sort, schemas));
      continue;
    }
    const block = withMeta(schema, metaArguments[sort]);
    for (const [name, bodies] of labelled(prefix + kind, named, say)) {
      checkBodies(`${prefix}${kind}.${name}`, bodies, block, say);
    }
  }
}

function checkProviders(value: unknown, schemas: Schemas, say: Say): void {
  for (const [name, bodies] of labelled('provider', value, say)) {
    const schema = lookUp(schemas, name);
    if (schema) {
      const block = withMeta(schema.provider_config, metaArguments.provider);
      checkBodies(`provider.${name}`, bodies, block, say);
    } else if (name !== terraformItself.name) {
      const near = didYouMean(name, Object.keys(schemas));
      say(`provider '${name}' has no schema in ${schemaFolder}${near}; ${remedy}`);
    }
  }
}

function checkBodies(address: string, value: unknown, block: Block, say: Say): void {
  const report = (path: string, message: string) =>
    say(path === '' ? `${address}: ${message}` : `${address}: '${path}' ${message}`);
  const bodies = bodiesOf(value);
  if (!bodies) report('', `must be a block, which is an object, got ${received(value)}`);
  if (bodies?.length === 0) report('', `is empty, got ${received(value)}; remove the name`);
  if (bodies && bodies.length > 1 && !address.startsWith('provider.')) {
    report('', `is declared ${bodies.length} times; keep one`);
  }
  for (const body of bodies ?? []) checkBody(body, block, '', report);
}

/** The entries of a level of labels, with a problem where it is something else. */
function labelled(place: string, value: unknown, say: Say) {
  const entries = entriesOf(value);
  if (!entries) say(`${place}: must be an object of names, got ${received(value)}`);
  return entries ?? [];
}

function kindSchema(kind: string, sort: Sort, schemas: Schemas): Block | undefined {
  return [...Object.values(schemas), terraformItself]
    .map((schema) => lookUp(schema[sort], kind))
    .find((block) => block !== undefined);
}

const remedy = `if it is right, add it with '${renewCommand}'`;

function unknownKind(kind: string, sort: Sort, schemas: Schemas): string {
  const provider = kind.split('_')[0] ?? '';
  const known = Object.values(schemas).flatMap((schema) => Object.keys(schema[sort]));
  const file = lookUp(schemas, provider) ? `${schemaFolder}/${provider}.json` : schemaFolder;
  const noun = sort === 'data' ? 'data source' : 'resource';
  return `${noun} type '${kind}' is not in ${file}${didYouMean(kind, known)}; ${remedy}`;
}

function withMeta(block: Block, meta: Block): Block {
  return {
    attributes: { ...block.attributes, ...meta.attributes },
    block_types: { ...block.block_types, ...meta.block_types },
  };
}
