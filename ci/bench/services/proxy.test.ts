import { bareConfig, renderedConfig, standInConfig, withoutKeepAlive } from './proxy';

describe('the rendered configuration', () => {
  const rendered = renderedConfig('goapp');

  test('keeps connections to the service and limits nobody', () => {
    expect(rendered).toContain('proxy_http_version 1.1;');
    expect(rendered).not.toContain('limit_req');
  });

  test('differs from the one without kept connections in three lines', () => {
    const lines = rendered.split('\n');
    const changed = withoutKeepAlive(rendered)
      .split('\n')
      .filter((line, at) => line !== lines[at])
      .map((line) => line.trim());

    expect(changed).toEqual([
      'proxy_http_version 1.0;',
      'keepalive 0;',
      'set $route_connection close;',
    ]);
  });

  test('fails when it no longer holds what is taken away', () => {
    expect(() => withoutKeepAlive(rendered.replace('keepalive 32;', ''))).toThrow(
      `must hold 'keepalive 32;' once`,
    );
  });
});

describe('the configurations written by hand', () => {
  test('have the workers and the idle connections of the rendered one', () => {
    const bare = bareConfig('silent', 'goapp');
    const same = ['worker_processes 2;', 'keepalive 32;', 'keepalive_requests 1000;'];
    for (const line of same) {
      expect(renderedConfig('goapp')).toContain(line);
      expect(bare).toContain(line);
    }
  });

  test('log or not', () => {
    expect(bareConfig('silent', 'goapp')).toContain('access_log off;');
    expect(bareConfig('logging', 'goapp')).toContain('access_log /dev/stdout request buffer=4k');
  });

  test('answer with the bytes of the service, the line end included', () => {
    expect(standInConfig('{"id":"1"}\n')).toContain(`return 200 '{"id":"1"}\\n';`);
  });
});
