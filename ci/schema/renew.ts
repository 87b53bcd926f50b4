import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { composeApp } from '../../stacks/app';
import { settingsFrom } from '../../stacks/config';
import { allKinds, importedKinds, type Kinds, kindsIn } from './kinds';
import { renewCommand, schemaFolder } from './schema';
import { type FullSchema, providerName, readFull, subsetOf } from './subset';

// npm run schemas -- <folder>: takes the kinds in use out of files <provider>-<version>.json.gz with the full schemas
main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new TypeError(`a folder is missing: ${renewCommand}`);
  const root = repositoryRoot();
  const kinds = kindsInUse(root);
  for (const full of newestOfEach(folder)) {
    const name = providerName(full.provider);
    const subset = subsetOf(full, kinds);
    const path = join(root, schemaFolder, `${name}.json`);
    // one line per attribute: whatever fits the width stands on one line
    const options = { ...(await resolveConfig(path)), filepath: path };
    writeFileSync(path, await format(JSON.stringify(subset), options));
    const count = Object.keys(subset.resources).length + Object.keys(subset.data).length;
    console.log(`${schemaFolder}/${name}.json: ${count} kinds of ${full.version}`);
    for (const one of missing(full, kinds)) {
      console.log(`  ${one} is not in ${full.version}: list it in ${schemaFolder}/newer.ts`);
    }
  }
}

/** What the stacks hold, and what the sources could make. */
function kindsInUse(root: string): Kinds {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-schemas-'));
  try {
    composeApp(settingsFrom({}), { outdir }).synth();
    const stacks = readdirSync(join(outdir, 'stacks')).map((stack) =>
      kindsIn(JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'))),
    );
    return allKinds([...stacks, importedKinds(root, ['constructs', 'stacks', 'ci'])]);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function newestOfEach(folder: string): FullSchema[] {
  const files = readdirSync(folder).filter((name) => /^[\w-]+?-\d[\w.]*\.json(\.gz)?$/.test(name));
  if (files.length === 0) throw new RangeError(`no file <provider>-<version>.json.gz in ${folder}`);
  const newest = new Map<string, FullSchema>();
  for (const file of files.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
    const full = readFull(readFileSync(join(folder, file)));
    newest.set(full.provider, full);
  }
  return [...newest.values()];
}

/** Kinds of this provider that its schema does not have. */
function missing({ provider, resources, data }: FullSchema, kinds: Kinds): string[] {
  const own = (kind: string) => kind.startsWith(`${providerName(provider)}_`);
  return [
    ...kinds.resources.filter((kind) => own(kind) && !Object.hasOwn(resources, kind)),
    ...kinds.data
      .filter((kind) => own(kind) && !Object.hasOwn(data, kind))
      .map((kind) => `data.${kind}`),
  ];
}
