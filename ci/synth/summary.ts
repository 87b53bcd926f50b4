import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, run } from '../command';

/** Where the synthesized stacks are. */
export const outputFolder = 'cdktf.out';

/** Synthesizes every stack as `cdktf synth` would, without its 2 seconds. */
export function synthesize(folder = outputFolder): Promise<CommandResult> {
  return run(process.execPath, ['ci/synth/app.mjs'], { env: { CDKTF_OUTDIR: folder } });
}

/** A table of the synthesized stacks: how many resources each has and where its JSON is. */
export function summarize(folder = outputFolder): string {
  const stacks = readdirSync(join(folder, 'stacks')).sort();
  const rows = stacks.map((stack) => {
    const path = join(folder, 'stacks', stack, 'cdk.tf.json');
    return [stack, String(countResources(path)), path] as const;
  });
  const table = [['stack', 'resources', 'Terraform JSON'] as const, ...rows];
  const width = Math.max(...table.map(([stack]) => stack.length)) + 1;
  return table
    .map(([stack, count, path]) => `     ${stack.padEnd(width)}${count.padStart(9)}   ${path}`)
    .join('\n');
}

function countResources(path: string): number {
  const { resource = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
    resource?: Record<string, Record<string, unknown>>;
  };
  return Object.values(resource).reduce((total, all) => total + Object.keys(all).length, 0);
}
