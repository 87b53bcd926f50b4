import type { RequestListener } from 'node:http';
import { contract } from './command';
import { selfSigned, serve, serveSecurely, stopServers, urlOf } from './server.fixture';

afterAll(stopServers);

interface Ran {
  readonly code: number;
  readonly said: string;
  readonly complained: string;
}

async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await contract(args, environment, {
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

/** A stand-in for uptime; `text` is what it says. */
function uptime(text: string): RequestListener {
  return (request, response) => {
    request.resume().on('end', () => response.end(text));
  };
}

const answers = ['--service', 'uptime', '--grep', 'uptime: answers'];

describe('npm run contract', () => {
  it('ends with 0 and the counts when everything is as agreed', async () => {
    // node's own server refuses the method that nobody knows
    const target = await serve(uptime('Uptime: 5'));

    const { code, said } = await run([urlOf(target), ...answers.slice(0, 3), 'GET /']);

    expect(said.split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed, 0 skipped$/);
    expect(said).toMatch(/^ok {4}uptime: answers \(\d+ of \d+, \d+ ms\)$/m);
    expect(code).toBe(0);
  });

  it('ends with 1 when something is not, with request, expectation and answer', async () => {
    const target = await serve(uptime('Uptime: soon'));

    const { code, said } = await run([urlOf(target), ...answers]);

    expect(said).toContain('FAIL  uptime: answers');
    expect(said).toContain(`GET ${urlOf(target)}/any/path?x=1`);
    expect(said).toContain(String.raw`expected a text like /^(Uptime: \d+|We're down!)$/`);
    expect(said).toContain('answer: 200 without content type "Uptime: soon"');
    expect(said.split('\n').at(-1)).toMatch(/^0 passed, [1-9]\d* failed, 0 skipped$/);
    expect(code).toBe(1);
  });

  it('ends with 1 and one sentence when nobody is there', async () => {
    const { code, said, complained } = await run(['http://127.0.0.1:1', ...answers]);

    expect(complained).toBe('nothing listens at http://127.0.0.1:1; is it running?');
    expect(said).toBe('');
    expect(code).toBe(1);
  });

  it('ends with 2 when it is used wrongly, with every problem and how to use it', async () => {
    const { code, complained } = await run(['--service', 'nobody', '--verbose']);

    expect(complained).toContain('- --verbose is not known');
    expect(complained).toContain('- the base URL is missing');
    expect(complained).toContain('- --service must be one of');
    expect(complained).toContain('npm run contract -- <base URL>');
    expect(code).toBe(2);
  });

  it('ends with 2 when no case fits, since that is no success', async () => {
    const target = await serve(uptime('Uptime: 5'));

    expect((await run([urlOf(target), '--service', 'uptime', '--grep', 'nothing'])).code).toBe(2);
  });

  it('lists the cases, for people and for programs', async () => {
    const text = await run(['--list', '--service', 'goapp']);
    const json = await run(['--list', '--json', '--service', 'goapp']);
    const cases = JSON.parse(json.said) as { service: string; group: string; name: string }[];

    expect(text.said).toContain('goapp: GET /users: has John, Jane and Bob from the start');
    expect(cases).toHaveLength(text.said.split('\n').length);
    expect(cases[0]).toEqual({
      service: 'goapp',
      group: 'GET /users',
      name: 'lists users with all four fields, in the order of their ids',
    });
    expect([text.code, json.code]).toEqual([0, 0]);
  });

  it('reports as one JSON document', async () => {
    const target = await serve(uptime('Uptime: soon'));

    const { code, said } = await run([urlOf(target), ...answers, '--json']);
    const report = JSON.parse(said) as { closingLine: string; results: { outcome: string }[] };

    expect(report.closingLine).toMatch(/^0 passed, [1-9]\d* failed, 0 skipped$/);
    expect(report.results.every(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(code).toBe(1);
  });

  it('leaves out what waits, and says so', async () => {
    const target = await serve(uptime('Uptime: 5'));

    const { said } = await run([urlOf(target), '--service', 'uptime', '--grep', 'connections']);

    expect(said).toContain('skipped: waits on purpose; add --slow');
    expect(said.split('\n').at(-1)).toBe('0 passed, 0 failed, 2 skipped');
  });

  it('shows nobody the login, whatever the server says of it', async () => {
    const tells: RequestListener = ({ headers }, response) => {
      response.writeHead(500, { 'content-type': 'text/html' }).end(headers.authorization);
    };
    const target = await serveSecurely(tells, selfSigned());
    const login = 'admin:correct horse';
    const args = [urlOf(target), '--only', 'adminapp', '--grep', 'GET /api/users'];

    const { code, said } = await run(args, { ADMIN_LOGIN: login });

    expect(code).toBe(1);
    expect(said).toContain('[secret]');
    expect(said).not.toContain('correct horse');
    expect(said).not.toContain(btoa(login));
  });

  it('does not run against a stranger with a certificate that nobody has signed', async () => {
    const certificate = selfSigned();
    const target = await serveSecurely(uptime('Uptime: 5'), certificate);
    const { port } = target.address;
    // the same machine under a name that does not sound like it
    const { code, complained } = await run([
      `https://[::ffff:127.0.0.1]:${port}`,
      '--only',
      'uptime',
    ]);

    expect(complained).toMatch(/^the certificate of .* is not trusted/);
    expect(code).toBe(1);
  });
});
