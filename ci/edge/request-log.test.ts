import { countOf, foreignLines, loggedRequests } from './request-log';

function line(id: string, path: string, status = 200): string {
  return JSON.stringify({
    time: 'now',
    level: 'info',
    msg: 'request served',
    method: 'GET',
    path,
    status,
    duration_ms: 1,
    request_id: id,
  });
}

describe('the log of a service', () => {
  it('gives its requests, without probes and without other lines', () => {
    const log = [
      '{"msg":"listening"}',
      line('edge-a-1', '/x', 404),
      line('b', '/healthz'),
      line('c', '/readyz'),
      '',
    ].join('\n');

    expect(loggedRequests(log)).toEqual([
      { id: 'edge-a-1', method: 'GET', path: '/x', status: 404 },
    ]);
  });

  it('shows lines that are no JSON', () => {
    const log = `${line('a', '/')}\nTraceback (most recent call last):\n  File "x.py"\n7\n`;

    expect(foreignLines(log)).toEqual(['Traceback (most recent call last):', '  File "x.py"', '7']);
  });

  it.each([
    ['by the id', [line('edge-a-1', '/x')], 1],
    ['by the path where the id was lost', [line('made-up', '/go/edge-a-1')], 1],
    ['once where both are there', [line('edge-a-1', '/edge-a-1')], 1],
    ['twice where it came twice', [line('edge-a-1', '/x'), line('edge-a-1', '/x')], 2],
    ['not for another with the same beginning', [line('edge-a-12', '/edge-a-12')], 0],
    ['not for one that follows on the same path', [line('edge-a-1-same', '/edge-a-1')], 0],
    ['not for a path that goes on', [line('made-up', '/edge-a-1-fresh')], 0],
  ])('counts a request %s', (_, lines, count) => {
    expect(countOf(loggedRequests(lines.join('\n')), 'edge-a-1')).toBe(count);
  });
});
