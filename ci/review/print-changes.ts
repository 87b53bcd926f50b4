import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readStacks } from '../../constructs/review/stack-file';
import { callOf } from '../call';
import { changesBetween, markdownOfChanges } from './changes';

// npm run review:changes -- --base <folder> [--output <file>]: who reaches whom anew, and whom no longer
try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** 0 where nothing changes, 2 where something does, 1 where it cannot be told. */
function main(): number {
  const { values } = callOf('ci/review/print-changes.ts', process.argv.slice(2));
  const { base, head = 'cdktf.out', output } = values;
  if (base === undefined) throw new RangeError(`'--base' must name a folder of synthesized stacks`);
  const changes = changesBetween(readStacks(base), readStacks(head));
  const text = markdownOfChanges(changes);
  if (output !== undefined) {
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, text);
  }
  console.log(text);
  return changes.length === 0 ? 0 : 2;
}
