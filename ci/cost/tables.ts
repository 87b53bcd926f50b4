import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { egressRows } from './egress';
import { type Stack, systemCost, systemRows } from './system';

/** The stacks that run the system on AWS, as they are committed. */
export function committedStacks(): Stack[] {
  return ['aws-state', 'aws-foundation', 'ecs-prod'].map((name) => {
    const path = join(repositoryRoot(), 'stacks/__snapshots__', `${name}.json`);
    return JSON.parse(readFileSync(path, 'utf8')) as Stack;
  });
}

/** The tables of costs that `npm run cost` prints and pages show, by their names. */
export const costTables: Readonly<Record<string, () => string[][]>> = {
  egress: egressRows,
  'ecs-prod': () => systemRows(systemCost(committedStacks())),
};
