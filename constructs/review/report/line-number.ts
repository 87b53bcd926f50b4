/**
 * The line on which each resource of a synthesized stack begins, by its address: the document is read sign by sign, so
 * that a name in a text is not taken for one.
 */
export function resourceLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const path: string[] = [];
  let [line, key, depth] = [1, '', 0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\n') line += 1;
    else if (sign === '"') {
      const end = endOfText(text, at);
      if (depth <= 3) {
        key = text.slice(at + 1, end);
        if (depth === 3 && isKey(text, end)) note(lines, path, key, line);
      }
      at = end;
    } else if (sign === '{' || sign === '[') {
      if (depth < 3) path[depth] = key;
      depth += 1;
    } else if (sign === '}' || sign === ']') depth -= 1;
  }
  return lines;
}

function note(lines: Map<string, number>, path: readonly string[], name: string, line: number) {
  const [, section, type] = path;
  if (section === 'resource') lines.set(`${type ?? ''}.${name}`, line);
}

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function isKey(text: string, end: number): boolean {
  return /^\s*:/.test(text.slice(end + 1, end + 40));
}
