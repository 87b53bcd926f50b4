/** One directive of an nginx configuration: its words, and what stands between its braces. */
export interface Directive {
  readonly words: readonly string[];
  readonly block: readonly Directive[];
}

/** Comments, quoted texts, the three signs, and words, in this order. */
const tokens = /#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^\s{};"']+/g;

/** Reads an nginx configuration as far as it needs no knowledge of the directives. */
export function parseNginx(text: string): Directive[] {
  const found = [...text.matchAll(tokens)].map(([token]) => token);
  return readBlock(
    found.filter((token) => !token.startsWith('#')),
    { at: 0 },
  );
}

function readBlock(found: readonly string[], position: { at: number }): Directive[] {
  const directives: Directive[] = [];
  let words: string[] = [];
  while (position.at < found.length) {
    const token = found[position.at++] ?? '';
    if (token === '}') return directives;
    if (token === ';') {
      directives.push({ words, block: [] });
      words = [];
    } else if (token === '{') {
      directives.push({ words, block: readBlock(found, position) });
      words = [];
    } else words.push(/^["']/.test(token) ? token.slice(1, -1) : token);
  }
  return directives;
}

/** The directives of one name. */
export function named(directives: readonly Directive[], name: string): Directive[] {
  return directives.filter(({ words }) => words[0] === name);
}

/** The last argument of the only directive of a name and, where given, a first argument; undefined where there is none. */
export function argument(
  directives: readonly Directive[],
  name: string,
  first?: string,
): string | undefined {
  const found = named(directives, name).filter(
    ({ words }) => first === undefined || words[1] === first,
  );
  return found[0]?.words.slice(1).at(-1);
}
