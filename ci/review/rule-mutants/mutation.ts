import {
  type Block,
  documentOf,
  type Resources,
  type RuleCases,
} from '../../../constructs/review/corpus/case.fixture';
import { judgeStack } from '../../../constructs/review/judge/judge';
import type { Resource } from '../../../constructs/review/model';
import type { ReviewRule } from '../../../constructs/review/rule';
import { gone, overlay } from './overlay';

/** A synthesized document. */
export type Document = Readonly<Record<string, unknown>>;

/** A bad case and the resource in it that breaks the rule. */
export interface BadCase {
  /** The whole case. */
  readonly resources: Resources;

  /** Type of the resource. */
  readonly type: string;

  /** Its name. */
  readonly name: string;
}

/** The bad cases of a rule, each with the first resource that is found broken in it. */
export function badCasesOf(rule: ReviewRule, { bad }: RuleCases): BadCase[] {
  return bad.flatMap((resources) => {
    const { findings } = judgeStack({ ...documentOf(resources) }, undefined, [rule]);
    const broken = findings.find(({ verdict }) => verdict === 'broken');
    const [type = '', name = ''] = broken?.address.split('.') ?? [];
    return resources[type] ? [{ resources, type, name }] : [];
  });
}

/**
 * A real document with one resource as bad as that of a bad case: with the case's arguments merged into the real ones, and
 * with them in their place.
 */
export function mutationsOf(
  document: Document,
  real: Resource,
  rule: ReviewRule,
  { resources, type, name }: BadCase,
  { bad, good }: RuleCases,
): Document[] {
  const all = [...bad, ...good];
  const cases = all.flatMap((one) => Object.values(one[type] ?? {}));
  // what a rule reads beside its resource comes from the case alone
  const beside = new Set(
    all.flatMap((one) => Object.keys(one)).filter((other) => !rule.types.includes(other)),
  );
  const pointed = pointedTo(resources, `${type}.${name}`, real.address, beside);
  const block = pointed[type]?.[name] ?? {};
  const merged = overlay(real.block, block, cases) as Block;
  // lists and objects as the case has them
  const replaced = { ...merged, ...withoutReferences(block) };
  const mutants = [merged, replaced].map((worse) =>
    withResources(document, real, worse, pointed, beside),
  );
  return JSON.stringify(merged) === JSON.stringify(replaced) ? mutants.slice(0, 1) : mutants;
}

/** A case whose references lead to the real resource, or to what comes with the case, or nowhere. */
function pointedTo(
  resources: Resources,
  own: string,
  real: string,
  beside: ReadonlySet<string>,
): Resources {
  const text = JSON.stringify(resources).replace(
    /\$\{((?:data\.)?[a-z][\w]*)\.([\w-]+)(\.[^}]*)?\}/g,
    (whole, type: string, name: string, rest = '') => {
      if (`${type}.${name}` === own) return `\${${real}${String(rest)}}`;
      // a word such as `var`, `each` or a loop's own leads to no resource
      return !type.includes('_') || beside.has(type) ? whole : gone;
    },
  );
  return JSON.parse(text) as Resources;
}

function withoutReferences(block: Block): Block {
  return Object.fromEntries(Object.entries(block).filter(([, value]) => value !== gone));
}

function withResources(
  document: Document,
  { type, address }: Resource,
  block: Block,
  bad: Resources,
  beside: ReadonlySet<string>,
): Document {
  const sections = { resource: { ...(document.resource as Resources) }, data: {} as Resources };
  Object.assign(sections.data, document.data);
  for (const other of beside) {
    const isData = other.startsWith('data.');
    const section = isData ? sections.data : sections.resource;
    const [name, named] = [isData ? other.slice(5) : other, bad[other]];
    if (named) section[name] = named;
    else Reflect.deleteProperty(section, name);
  }
  const own = address.slice(type.length + 1);
  sections.resource[type] = { ...sections.resource[type], [own]: block };
  return { ...document, ...sections };
}
