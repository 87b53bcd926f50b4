/** Lines of an nginx configuration, indented relative to the block that they stand in. */
export type Lines = readonly string[];

/** A block directive: its header, its indented content and its closing brace. */
export function block(header: string, content: Lines): string[] {
  return [`${header} {`, ...indented(content), '}'];
}

/** A `map` from one variable to another, with its rows in the given order (nginx takes the first regex that matches). */
export function map(
  source: string,
  target: string,
  rows: readonly (readonly [match: string, value: string])[],
): string[] {
  return block(
    `map ${source} ${target}`,
    rows.map(([match, value]) => `${match} ${value};`),
  );
}

/** Groups of lines with an empty line between them; empty groups vanish. */
export function paragraphs(...groups: readonly Lines[]): string[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, at) => (at === 0 ? group : ['', ...group]));
}

/** A value in nginx's double quotes. */
export function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function indented(lines: Lines): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
