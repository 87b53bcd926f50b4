import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let known: Set<string> | undefined;

/** Whether a sentence quotes a prop, an option or a verb of the library. */
export function namesProp(sentence: string): boolean {
  known ??= declaredNames('constructs');
  const names = known;
  return [...sentence.matchAll(/'([A-Za-z][A-Za-z.]*)'/g)].some(([, quoted = '']) =>
    quoted.split('.').every((part) => names.has(part)),
  );
}

/** Every member of the interfaces, and every method, that the sources below a folder declare. */
function declaredNames(folder: string): Set<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const declared = /^ {2}(?:public )?(?:static )?(?:readonly )?([a-z]\w*)\??(?:[:(<])/gm;
  const names = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(declared)].map(([, found = '']) => found),
  );
  return new Set(names);
}
