import type { Ask } from '../ask';
import { expectEach, expectEqual, type Finding } from '../report';

/** A saved query as CloudWatch Logs shows it. */
export interface SavedQuery {
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames?: readonly string[];
}

/** What an account has of queries, and of groups to ask. */
export interface DeployedQueries {
  readonly queries: readonly SavedQuery[];
  readonly groups: readonly string[];
}

/** Asks the API for saved queries and log groups. */
export async function readQueries(ask: Ask): Promise<DeployedQueries> {
  const [saved, groups] = await ask([
    ['logs', 'describe_query_definitions', {}],
    ['logs', 'describe_log_groups', {}],
  ]);
  const listed = groups?.logGroups as readonly { readonly logGroupName: string }[];
  return {
    queries: saved?.queryDefinitions as readonly SavedQuery[],
    groups: listed.map(({ logGroupName }) => logGroupName),
  };
}

/** Every question is saved once, and reads the groups of services that are there. */
export function logQueryFindings(
  { queries, groups }: DeployedQueries,
  environment: string,
  expected: readonly string[],
): Finding[] {
  const own = groups.filter((group) => group.startsWith(`/ecs/${environment}/`));
  const byName = Object.fromEntries(queries.map((query) => [query.name, query]));
  return [
    expectEqual(
      'each question to the logs is saved once',
      queries.map(({ name }) => name).sort(),
      [...expected].sort(),
    ),
    expectEach('a saved query reads groups of services that are there', byName, (query) => {
      const read = query.logGroupNames ?? [];
      const absent = read.filter((group) => !own.includes(group));
      if (read.length === 0) return 'it reads none';
      return absent.length > 0 && `it reads ${absent.join(' and ')}`;
    }),
  ];
}
