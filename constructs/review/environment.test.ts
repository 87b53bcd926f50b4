import { gzipSync } from 'node:zlib';
import { announcedCalls, nginxText } from './environment';

const hosts = (value: string): string[] =>
  announcedCalls(new Map([['V', value]])).map(({ host, port }) => `${host}:${port}`);

describe('announcedCalls', () => {
  it.each<[string, string[]]>([
    ['http://api:8080/x', ['api:8080']],
    ['https://api', ['api:443']],
    ['ws://API/x', ['api:80']],
    ['redis://:secret@cache', ['cache:6379']],
    ['http://a:1,http://b:2', ['a:1', 'b:2']],
    ['http://my_api:80', ['my_api:80']],
    ['mailto:somebody', []],
    ['ftp://api', []],
    ['http://${var.host}:80', []],
    ['http://api${var.suffix}:80', []],
    ['http://api:${var.port}', []],
    ['http://api:80${var.more}', []],
    ['http://api.${var.domain}', []],
  ])('finds in %j the calls %j', (value, expected) => {
    expect(hosts(value)).toEqual(expected);
  });

  it('finds the upstreams of a compressed configuration', () => {
    const text = 'upstream a {\n  server api:8080 max_fails=0;\n  server b_c:1;\n}\n';

    expect(hosts(gzipSync(text).toString('base64'))).toEqual(['api:8080', 'b_c:1']);
  });
});

describe('nginxText', () => {
  it('is empty for what is no compressed text', () => {
    expect([nginxText('x'), nginxText('H4sIx')]).toEqual(['', '']);
  });

  it('is empty for what would grow beyond every configuration', () => {
    expect(nginxText(gzipSync('a'.repeat(5_000_000)).toString('base64'))).toBe('');
  });
});
