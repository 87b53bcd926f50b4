import type { Settings } from './settings';

/** Where alarms say what to do: pages that somebody can click where the repository is set, else their paths in it. */
export function runbooksOf({ github }: Pick<Settings, 'github'>): string | undefined {
  return github && `https://github.com/${github.owner}/${github.name}/blob/main/docs/runbooks`;
}
