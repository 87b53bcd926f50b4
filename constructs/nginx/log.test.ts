import { accessLogLines } from './log';

describe('accessLogLines', () => {
  const lines = accessLogLines('in pieces');

  it('write the fields of the common log line as JSON', () => {
    const format = lines.filter((line) => line.startsWith("  '")).map((line) => line.trim());
    const text = format.map((line) => line.replace(/;$/, '').slice(1, -1)).join('');
    const sample = text.replace(/:\$\{?\w+\}?/g, ':1').replace(/\$\w+/g, 'x');

    expect(Object.keys(JSON.parse(sample) as object)).toEqual([
      'time',
      'level',
      'msg',
      'method',
      'path',
      'status',
      'duration_ms',
      'request_id',
    ]);
    expect(lines).toContain('log_format request escape=json');
  });

  it('are written together within a second, in pieces that a pipe takes whole', () => {
    expect(lines).toContain('access_log /dev/stdout request buffer=4k flush=1s;');
    expect(accessLogLines('at once')).toContain('access_log /dev/stdout request;');
  });

  it.each([
    ['0.000', 0],
    ['0.007', 7],
    ['0.070', 70],
    ['0.700', 700],
    ['12.034', 12034],
  ])('write %s s as %i ms', (seconds, expected) => {
    const [, field = ''] = /"duration_ms":([^,]*)/.exec(lines.join('')) ?? [];

    expect(JSON.parse(field.replace('${request_time}', seconds))).toBe(expected);
  });

  it.each([
    ['200', 'info'],
    ['499', 'info'],
    ['500', 'error'],
    ['599', 'error'],
  ])('call an answer of %s %s', (status, level) => {
    const start = lines.indexOf('map $status $log_level {');
    const rows = lines.slice(start + 1, lines.indexOf('}', start)).map((line) => line.trim());
    const [found] = [`${status} `, `~^${status.slice(0, 1)} `, 'default '].flatMap((match) =>
      rows.filter((row) => row.startsWith(match)),
    );

    expect(found).toMatch(new RegExp(` ${level};$`));
  });
});
