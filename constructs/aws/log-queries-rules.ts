import { known } from '../core/known';
import { shown } from '../core/validation';
import { objectivesProblems } from './alarms-rules';
import type { LogQueriesProps } from './log-queries';
import type { LogQueryName } from './log-query';
import type { WatchedService } from './watched';

/**
 * How many groups one query may read where they are named.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
 */
const mostLogGroups = 50;

/**
 * What a name may be, and how long: folders are parts of it, with a slash between them.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
 */
const folderForm = /^[^:*/]+(\/[^:*/]+)*$/;
const longestName = 255;
const longestQuery: LogQueryName = 'task-starts-and-stops';
const longestFolder = longestName - `/${longestQuery}`.length;

/** Everything that is wrong with what is asked about, and where it is kept. */
export function logQueriesProblems(
  { folder, objectives = {} }: LogQueriesProps,
  services: readonly WatchedService[],
  environments: readonly string[],
): string[] {
  if (services.length === 0) return [`'watch' must name a service, got none; add what runs`];
  return [
    ...environmentProblems(environments),
    ...(services.length > mostLogGroups
      ? [
          `'watch' has ${services.length} services, but a query reads at most ${mostLogGroups} log groups; make one LogQueries for each part of the system`,
        ]
      : []),
    ...folderProblems(folder),
    ...objectivesProblems(objectives, services),
  ];
}

function environmentProblems(environments: readonly string[]): string[] {
  const different = [...new Set(environments)];
  if (different.length < 2) return [];
  return [
    `'watch' must be of one environment, got ${different.map(shown).join(' and ')}; make one LogQueries for each`,
  ];
}

function folderProblems(folder: string | undefined): string[] {
  if (!known(folder)) return [];
  if (!folderForm.test(folder)) {
    return [
      `'folder' must be names with a slash between them, without colon and asterisk, got ${shown(folder)}; write for example 'team/prod'`,
    ];
  }
  if (folder.length <= longestFolder) return [];
  return [
    `'folder' may have at most ${longestFolder} characters, got ${folder.length} in ${shown(folder)}; shorten it`,
  ];
}
