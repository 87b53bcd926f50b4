import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from '../../constructs/review/report/table';
import { finalBase, inspectImage } from './built-image';
import { buildImages, folderImages } from './images';

// npm run sizes: what every image adds to its base, and its budget
const budget = JSON.parse(readFileSync('ci/images/budget.json', 'utf8')) as Record<string, number>;

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const failed = await buildImages((line) => {
    console.error(line);
  });
  if (failed.length > 0) throw new Error(`${failed.join(', ')} cannot be built`);
  const rows = await Promise.all(
    folderImages().map(async ({ reference, source: { folder } }) => {
      const base = finalBase(readFileSync(join(folder, 'Dockerfile'), 'utf8'));
      const [own, below] = await Promise.all([inspectImage(reference), inspectImage(base)]);
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      return [
        name,
        megabytes(own.Size - below.Size),
        String(budget[name]),
        megabytes(own.Size),
        base,
      ];
    }),
  );
  console.log(columns(['image', 'own MB', 'budget MB', 'whole MB', 'base'], rows.sort()));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
