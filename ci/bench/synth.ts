import { report } from './report';
import { measureRounds } from './rounds';
import type { Group } from './twin';

// npm run bench:synth [-- rounds]: the synthesis of the stacks against the same resources without Slipway's constructs
void main();

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 9);
  if (!Number.isInteger(rounds) || rounds < 1) {
    console.error(`rounds must be a whole number from 1, got '${process.argv[2] ?? ''}'`);
    process.exitCode = 2;
    return;
  }
  try {
    const { project, twin, documents } = await measureRounds(rounds);
    const resources = Object.values(documents).reduce((sum, one) => sum + countResources(one), 0);
    const stacks = Object.keys(documents).length;
    console.log(`${rounds} rounds after a warm-up; ${stacks} stacks, ${resources} resources\n`);
    console.log(report(project, twin));
  } catch (error) {
    console.error(`not measured: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

function countResources({ resource = {} }: Group): number {
  return Object.values(resource as Group).reduce<number>(
    (sum, blocks) => sum + Object.keys(blocks as Group).length,
    0,
  );
}
