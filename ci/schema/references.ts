import { didYouMean } from '../../constructs/core/nearest-name';
import { piecesOf, referencesIn } from '../../constructs/review/expression';
import type { Report } from './block';
import type { Declarations } from './declarations';
import { isObject, member, received } from './json-body';
import type { Block } from './schema';

/** Reports every expression in a body that reads something that is not there. */
export function checkExpressions(body: unknown, declarations: Declarations, report: Report): void {
  for (const [path, text] of textsIn(body)) {
    // plain addresses, which have a check of their own
    if (path.startsWith('depends_on[')) continue;
    for (const piece of piecesOf(text)) {
      if ('text' in piece) continue;
      for (const reference of referencesIn(piece.expression)) {
        const resolved = declarations.resolve(reference);
        if ('problem' in resolved) report(path, `reads what is not there: ${resolved.problem}`);
      }
    }
  }
}

/** Reports meta-arguments that name what does not exist, or that exclude each other. */
export function checkMetaArguments(
  body: unknown,
  block: Block,
  declarations: Declarations,
  report: Report,
): void {
  if (member(body, 'count') !== undefined && member(body, 'for_each') !== undefined) {
    report('count', "excludes 'for_each'; remove one of the two");
  }
  const provider = member(body, 'provider');
  if (typeof provider === 'string' && !declarations.hasProvider(provider)) {
    report('provider', `must name a provider of the document, got ${received(provider)}`);
  }
  for (const [at, address] of listOf(member(body, 'depends_on')).entries()) {
    if (typeof address === 'string') {
      checkDependency(`depends_on[${at}]`, address, declarations, report);
    }
  }
  const known = [...Object.keys(block.attributes ?? {}), ...Object.keys(block.block_types ?? {})];
  for (const [at, name] of listOf(member(member(body, 'lifecycle'), 'ignore_changes')).entries()) {
    const [first = ''] = typeof name === 'string' ? name.split(/[.[]/) : [];
    if (first !== '' && !known.includes(first)) {
      const message = `is not known here, got ${received(name)}${didYouMean(first, known)}`;
      report(`lifecycle.ignore_changes[${at}]`, message);
    }
  }
}

function checkDependency(
  path: string,
  address: string,
  declarations: Declarations,
  report: Report,
): void {
  if (/[$%]\{/.test(address)) {
    report(path, `must be a plain address, got ${received(address)}; leave '\${' and '}' out`);
  } else if (/^(data\.)?\w+\.[\w-]+$/.test(address) && !address.startsWith('module.')) {
    if (declarations.has(address)) return;
    report(path, `names what is not there: ${declarations.undeclared(address)}`);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Every text in a value with its path. It keeps a list of its own, since a document may be deeper than the stack. */
function textsIn(value: unknown): [path: string, text: string][] {
  const found: [string, string][] = [];
  const open: [string, unknown][] = [['', value]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, one] = next;
    if (typeof one === 'string') {
      if (/[$%]\{/.test(one)) found.push([path, one]);
    } else if (Array.isArray(one)) {
      for (const [at, inner] of one.entries()) open.push([`${path}[${at}]`, inner]);
    } else if (isObject(one)) {
      for (const [name, inner] of Object.entries(one)) {
        if (name !== '//') open.push([path === '' ? name : `${path}.${name}`, inner]);
      }
    }
  }
  return found.reverse();
}
