import type { Request, Step } from '../contract/case';
import { readCaseFiles } from '../contract/case-file';
import { planned } from '../contract/plan';
import { smokeGroups, smokeOf } from './smoke-cases';

const address = { secure: true, host: 'app.example.org', port: 443 };
const trust = { insecure: false };
const groups = smokeOf(planned(readCaseFiles(), { only: [] }, { address, trust }, 'user:password'));

/** Everything that a step sends. */
function requestsOf({ request, statistics, idle, socket }: Step): (Request | 'socket')[] {
  const sent = [request, statistics?.request, idle?.request, socket && ('socket' as const)];
  return sent.filter((one) => one !== undefined);
}

describe('a smoke', () => {
  it('asks every group that it names', () => {
    const named = Object.entries(smokeGroups).flatMap(([service, names]) =>
      names.map((name) => `${service}: ${name}`),
    );
    const found = groups.map(({ service, name }) => `${service}: ${name}`);

    expect(found).toEqual(expect.arrayContaining(named));
  });

  it('asks goapp through adminapp', () => {
    expect(groups.find(({ name }) => name === 'GET /api/users')?.cases).toHaveLength(1);
  });

  it('sends nothing that changes something', () => {
    const sent = groups
      .flatMap(({ cases }) => cases)
      .flatMap(({ steps, row }) => steps.flatMap(requestsOf).map((one) => methodOf(one, row)));

    expect(sent.length).toBeGreaterThan(20);
    expect([...new Set(sent)].sort()).toEqual(['GET', 'HEAD']);
  });
});

function methodOf(sent: Request | 'socket', row: Readonly<Record<string, unknown>>): unknown {
  if (sent === 'socket') return sent;
  return sent.method === '${method}' ? row.method : (sent.method ?? 'GET');
}
