import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every module that a file loads when it runs, through however many files of ours. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  const text = readFileSync(file, 'utf8');
  for (const [, types, source = ''] of text.matchAll(
    /^(?:import|export) (type )?[^;]*?from '([^']+)';/gms,
  )) {
    if (types !== undefined) continue;
    const name = source.startsWith('.') ? `${join(dirname(file), source)}.ts` : source;
    if (seen.has(name)) continue;
    seen.add(name);
    if (source.startsWith('.')) loadedBy(name, seen);
  }
  return seen;
}

describe('review', () => {
  it('loads neither the framework nor constructs, only JSON is read', () => {
    const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name),
    );
    const loaded = new Set(files.flatMap((name) => [...loadedBy(join(__dirname, name))]));
    const strangers = [...loaded].filter((name) => !name.startsWith(__dirname));
    const core = join(__dirname, '..', 'core');

    expect(files.length).toBeGreaterThan(30);
    expect(strangers.map((name) => name.replace(core, 'core')).sort()).toEqual([
      'cli-table3',
      'core/validation.ts',
      'node:fs',
      'node:net',
      'node:path',
      'node:util',
      'node:zlib',
    ]);
  });
});
