/** The tokens of a text, each matched by the first group of a sticky pattern; anything else is refused. */
export function tokens(text: string, pattern: RegExp): string[] {
  const found: string[] = [];
  const trimmed = text.trimEnd();
  pattern.lastIndex = 0;
  for (let at = 0; at < trimmed.length; at = pattern.lastIndex) {
    const match = pattern.exec(trimmed);
    if (!match) throw new Error(`cannot be read from '${trimmed.slice(at)}' on: ${text}`);
    found.push(match[1] ?? '');
  }
  return found;
}
