import { problemsIn } from './finding.fixture';
import { type DeployedQueries, logQueryFindings } from './log-queries';

const query = { name: 'team/errors', queryString: 'limit 1', logGroupNames: ['/ecs/prod/api'] };
const problems = (change: Partial<DeployedQueries>) =>
  Object.keys(
    problemsIn(
      logQueryFindings(
        { queries: [query], groups: ['/ecs/prod/api', '/vpc/prod/x'], ...change },
        'prod',
        ['team/errors'],
      ),
    ),
  );

describe('logQueryFindings', () => {
  it('has no problem with a query of a group that is there', () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Partial<DeployedQueries>]>([
    ['is missing', { queries: [] }],
    ['is there twice', { queries: [query, query] }],
    ['is of somebody else', { queries: [query, { ...query, name: 'other' }] }],
  ])('fails when a query %s', (_, change) => {
    expect(problems(change)).toContain('each question to the logs is saved once');
  });

  it.each<[string, Partial<DeployedQueries>]>([
    ['that is absent', { groups: ['/ecs/prod/web'] }],
    ['of no service', { queries: [{ ...query, logGroupNames: ['/vpc/prod/x'] }] }],
    ['that it does not name', { queries: [{ ...query, logGroupNames: undefined }] }],
  ])('fails when a query reads a group %s', (_, change) => {
    expect(problems(change)).toEqual(['a saved query reads groups of services that are there']);
  });
});
