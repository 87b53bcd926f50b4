import { accessLogLines } from './log';

describe('accessLogLines', () => {
  const lines = accessLogLines('in pieces');

  it('write the fields of the common log line as JSON', () => {
    const format = lines.filter((line) => line.startsWith("  '")).map((line) => line.trim());
    const text = format.map((line) => line.replace(/;$/, '').slice(1, -1)).join('');
    const sample = text.replace(/:\$\w+/g, ':1').replace(/\$\w+/g, 'x');

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
    ['0.000', '0'],
    ['0.007', '7'],
    ['0.070', '70'],
    ['0.700', '700'],
    ['12.034', '12034'],
  ])('write %s s as %s ms', (seconds, expected) => {
    const start = lines.indexOf('map $request_time $log_duration_ms {');
    const rows = lines.slice(start + 1, start + 3).map((line) => /"~(.*)" (.*);/.exec(line)!);
    const [, pattern, value] = rows.find(([, regex]) => new RegExp(regex!).test(seconds))!;
    const groups = new RegExp(pattern!).exec(seconds)!.groups!;

    expect(value!.replace(/\$(\w+)/g, (_, name: string) => groups[name]!)).toBe(expected);
  });
});
