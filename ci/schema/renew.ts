import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { askTerraform } from './ask-terraform';
import { allKinds, importedKinds, type Kinds, kindsIn } from './kinds';
import { schemaFolder } from './schema';
import { pinnedProviders, synthesizedStacks } from './stacks';
import { type FullSchema, providerName, readFull, subsetOf } from './subset';

// npm run schemas: takes the kinds in use out of what Terraform reports of the pinned providers
// npm run schemas -- <folder>: the same out of files <provider>-<version>.json.gz
main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(folder: string | undefined): Promise<void> {
  const root = repositoryRoot();
  const stacks = Object.values(synthesizedStacks());
  const imported = importedKinds(root, ['constructs', 'stacks', 'ci']);
  const kinds = allKinds([...stacks.map(kindsIn), imported]);
  for (const full of folder === undefined ? await reported(stacks) : newestOfEach(folder)) {
    const name = providerName(full.provider);
    const subset = subsetOf(full, kinds);
    const path = join(root, schemaFolder, `${name}.json`);
    // one line per attribute: whatever fits the width stands on one line
    const options = { ...(await resolveConfig(path)), filepath: path };
    writeFileSync(path, await format(JSON.stringify(subset), options));
    const count = Object.keys(subset.resources).length + Object.keys(subset.data).length;
    console.log(`${schemaFolder}/${name}.json: ${count} kinds of ${full.version}`);
    for (const one of missing(full, kinds)) {
      console.log(`  ${one} is not in ${full.version}: it must be in ${schemaFolder}/newer.ts`);
    }
  }
}

function reported(stacks: readonly unknown[]): Promise<FullSchema[]> {
  return Promise.all(pinnedProviders(stacks).map(askTerraform));
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
