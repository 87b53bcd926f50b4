import { errorHeaderLines, requestHeaderLines, responseHeaderLines } from './header';

describe('headers of answers', () => {
  const lines = responseHeaderLines();
  const added = (from: readonly string[]) =>
    from.flatMap((line) => /add_header (\S+)/.exec(line)?.[1] ?? []).sort();

  it('are the same on error pages, which add what only they can know', () => {
    const extra = ['Cache-Control', 'Content-Security-Policy'];

    expect(added(errorHeaderLines())).toEqual([...added(lines), ...extra].sort());
  });

  it('are doubled by nothing that a service sends', () => {
    for (const name of added(lines)) {
      const variable = `$default_${name.toLowerCase().replaceAll('-', '_')}`;
      const hidden = lines.includes(`proxy_hide_header ${name};`);

      expect(hidden || lines.includes(`add_header ${name} ${variable} always;`)).toBe(true);
    }
  });

  it('leave the content security policy to the service', () => {
    expect(lines.join('\n')).not.toContain('Content-Security-Policy');
  });
});

describe('headers of requests', () => {
  const lines = requestHeaderLines(443);

  it('are each set once', () => {
    const names = lines.map((line) => line.split(' ')[1]!.toLowerCase());

    expect(new Set(names).size).toBe(names.length);
  });

  it.each(['Forwarded', 'Proxy', 'x-middleware-subrequest', 'x-nextjs-data'])(
    'strip %s',
    (name) => {
      expect(lines).toContain(`proxy_set_header ${name} "";`);
    },
  );
});
