import { didYouMean } from '../../constructs/core/nearest-name';
import { checkBody, type Report } from './block';
import { terraformItself } from './built-in';
import { Declarations, kindSchema, type Sort } from './declarations';
import { typeOfExpression } from './expression-type';
import { bodiesOf, entriesOf, received } from './json-body';
import { metaArguments } from './meta-arguments';
import { withNewer } from './newer';
import { checkExpressions, checkMetaArguments } from './references';
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
  const entries = entriesOf(document);
  if (!entries) return [`the document must be a JSON object, got ${received(document)}`];
  const problems: string[] = [];
  const check: Check = {
    schemas: used,
    declarations: new Declarations(entries, used),
    // a name or a path may be as long as a document wants it
    say: (problem) => problems.push(problem.replaceAll(/\S{200,}/g, shortened)),
  };
  for (const [name, value] of entries) {
    if (name === 'resource') checkSort(value, 'resources', check);
    else if (name === 'data') checkSort(value, 'data', check);
    else if (name === 'ephemeral') checkSort(value, 'ephemeral', check);
    else if (name === 'provider') checkProviders(value, check);
    else if (name === 'output' || name === 'locals') {
      checkExpressions(value, check.declarations, reportOf(name, check.say));
    }
  }
  return problems;
}

function shortened(word: string): string {
  return `${word.slice(0, 80)}...`;
}

/** What the whole document is checked with. */
interface Check {
  readonly schemas: Schemas;
  readonly declarations: Declarations;
  readonly say: Say;
}

function checkSort(value: unknown, sort: Sort, check: Check): void {
  const { schemas, say } = check;
  const label = sort === 'resources' ? 'resource' : sort;
  const prefix = sort === 'resources' ? '' : `${sort}.`;
  for (const [kind, named] of labelled(label, value, say)) {
    const schema = kindSchema(kind, sort, schemas);
    if (!schema) {
      say(unknownKind(kind, sort, schemas));
      continue;
    }
    const own = sort === 'resources' ? withReadOnlyId(schema) : schema;
    const block = withMeta(own, metaArguments[sort]);
    for (const [name, bodies] of labelled(prefix + kind, named, say)) {
      checkBodies(`${prefix}${kind}.${name}`, bodies, block, check);
    }
  }
}

function checkProviders(value: unknown, check: Check): void {
  const { schemas, say } = check;
  for (const [name, bodies] of labelled('provider', value, say)) {
    const schema = lookUp(schemas, name);
    if (schema) {
      const block = withMeta(schema.provider_config, metaArguments.provider);
      checkBodies(`provider.${name}`, bodies, block, check);
    } else if (name !== terraformItself.name) {
      const near = didYouMean(name, Object.keys(schemas));
      say(`provider '${name}' has no schema in ${schemaFolder}${near}; ${remedy}`);
    }
  }
}

function checkBodies(address: string, value: unknown, block: Block, check: Check): void {
  const { declarations } = check;
  const report = reportOf(address, check.say);
  const typeOf = (expression: string) => typeOfExpression(expression, declarations);
  const bodies = bodiesOf(value);
  if (!bodies) report('', `must be a block, which is an object, got ${received(value)}`);
  if (bodies?.length === 0) report('', `is empty, got ${received(value)}; remove the name`);
  if (bodies && bodies.length > 1 && !address.startsWith('provider.')) {
    report('', `is declared ${bodies.length} times; keep one`);
  }
  for (const body of bodies ?? []) {
    checkBody(body, block, '', { report, typeOf });
    checkExpressions(body, declarations, report);
    checkMetaArguments(body, block, declarations, report);
  }
}

function reportOf(address: string, say: Say): Report {
  return (path, message) =>
    say(path === '' ? `${address}: ${message}` : `${address}: '${path}' ${message}`);
}

/** The entries of a level of labels, with a problem where it is something else. */
function labelled(place: string, value: unknown, say: Say) {
  const entries = entriesOf(value);
  if (!entries) say(`${place}: must be an object of names, got ${received(value)}`);
  return entries ?? [];
}

const nouns = {
  resources: 'resource',
  data: 'data source',
  ephemeral: 'ephemeral resource',
} as const;

const remedy = `if it is right, add it with '${renewCommand}'`;

function unknownKind(kind: string, sort: Sort, schemas: Schemas): string {
  const provider = kind.split('_')[0] ?? '';
  const known = Object.values(schemas).flatMap((schema) => Object.keys(schema[sort]));
  const file = lookUp(schemas, provider) ? `${schemaFolder}/${provider}.json` : schemaFolder;
  return `${nouns[sort]} type '${kind}' is not in ${file}${didYouMean(kind, known)}; ${remedy}`;
}

/** Providers report the id that they give a resource as optional, and refuse one that is given. */
function withReadOnlyId(block: Block): Block {
  const id = lookUp(block.attributes, 'id');
  if (!id?.optional || !id.computed) return block;
  return { ...block, attributes: { ...block.attributes, id: { type: id.type, computed: true } } };
}

function withMeta(block: Block, meta: Block): Block {
  return {
    attributes: { ...block.attributes, ...meta.attributes },
    block_types: { ...block.block_types, ...meta.block_types },
  };
}
