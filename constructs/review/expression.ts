/** A part of an object that Terraform knows: `aws_vpc.main.id`. */
export interface Reference {
  /** Address of a resource, a data source, an ephemeral resource, a variable or a local value: `aws_vpc.main`, `data.aws_region.here`. */
  readonly address: string;

  /** What is read of it, or '' for the whole object: `id`, `vpc_config.0.cidr`. */
  readonly attribute: string;
}

/** A text as Terraform reads it: plain pieces and expressions in turn. */
export type Piece = { readonly text: string } | { readonly expression: string };

/**
 * Splits a text of Terraform's JSON into plain pieces and `${...}` expressions. `$${` and `%%{` are plain, an expression
 * that is never closed runs to the end of the text.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const opening = text.slice(at, at + 3);
    if (opening === '$${' || opening === '%%{') {
      plain += opening.slice(1);
      at += 3;
    } else if (/^[$%]\{/.test(opening)) {
      if (plain) pieces.push({ text: plain });
      plain = '';
      const end = endOfExpression(text, at + 2);
      pieces.push({ expression: text.slice(at + 2, end).trim() });
      at = end + 1;
    } else {
      const next = nextOpening(text, at + 1);
      plain += text.slice(at, next);
      at = next;
    }
  }
  if (plain || pieces.length === 0) pieces.push({ text: plain });
  return pieces;
}

/** Whether a text holds an expression, so that it is not known as it stands. */
export function hasExpression(text: string): boolean {
  return /[$%]\{/.test(text) && piecesOf(text).some((piece) => 'expression' in piece);
}

/** What an expression reads, if it reads one thing and does nothing else with it. */
export function referenceOf(expression: string): Reference | undefined {
  const match = wholeReference.exec(expression);
  return match ? toReference(match) : undefined;
}

/** Everything that an expression reads, in functions and conditions too. */
export function referencesIn(expression: string): Reference[] {
  return [...withoutQuotedText(expression).matchAll(anyReference)].map(toReference);
}

/** Addresses of everything that a value reads, however deep. */
export function readBy(value: unknown): string[] {
  const found: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') {
      if (!/[$%]\{/.test(next)) continue;
      for (const piece of piecesOf(next)) {
        if ('expression' in piece) {
          found.push(...referencesIn(piece.expression).map(({ address }) => address));
        }
      }
    } else if (typeof next === 'object' && next !== null) {
      open.push(...(Object.values(next) as unknown[]));
    }
  }
  return found;
}

// what tells one instance of a resource from the others: `[count.index]`, `[each.key]`
const turn = String.raw`(?:each|count|var|local)\.[\w.]+`;
// a name, then attributes, positions and splats
const path = String.raw`(?<rest>(?:\.[A-Za-z_][\w-]*|\.\d+|\.\*|\[(?:\d+|\*|"[^"\\]*"|${turn})\])*)`;
const object = String.raw`(?<address>(?:data|ephemeral)\.[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*|(?!(?:data|ephemeral)\.)[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*)`;
const wholeReference = new RegExp(`^${object}${path}$`);
const anyReference = new RegExp(String.raw`(?<![\w.-])${object}${path}`, 'g');

function toReference(match: RegExpMatchArray): Reference {
  const { address = '', rest = '' } = match.groups ?? {};
  const names = rest
    .replace(new RegExp(String.raw`\[${turn}\]`, 'g'), '.*')
    .replace(/\[(?:"([^"]*)"|([^\]]*))\]/g, '.$1$2')
    .split('.')
    .filter((name) => name !== '');
  // which instance of a resource is meant plays no role: all of them come from one block
  const instance = !/^(var|local)\./.test(address) && /^(\d+|\*)$/.test(names[0] ?? '');
  return { address, attribute: (instance ? names.slice(1) : names).join('.') };
}

function nextOpening(text: string, from: number): number {
  const places = ['$', '%'].map((sign) => text.indexOf(sign, from)).filter((place) => place >= 0);
  return places.length > 0 ? Math.min(...places) : text.length;
}

/** Position of the brace that closes an expression, past braces and quoted text inside it. */
function endOfExpression(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') depth += 1;
    else if (sign === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return text.length;
}

function withoutQuotedText(expression: string): string {
  // names in brackets stay; a template inside quoted text may read something
  return expression.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) =>
    quoted.includes('${') ? quoted.replace(/["\\]/g, ' ') : quoted.replace(/[^"]/g, '_'),
  );
}
