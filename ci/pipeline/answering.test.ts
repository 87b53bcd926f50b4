import { selfSigned, serve, serveSecurely, stopServers, urlOf } from '../contract/server.fixture';
import { addressToAsk, untilAnswered } from './answering';

afterAll(stopServers);

/** Waits, and keeps what was said meanwhile. */
async function waited(url: string, seconds = 30, stopped = () => false) {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const reason = await untilAnswered(addressToAsk(url), { seconds, say, stopped });
  return { reason, said };
}

/** A server that answers with these statuses in turn, and then with the last one. */
function answering(...statuses: readonly number[]) {
  const left = [...statuses];
  return serve((_, answer) => {
    const status = left.length > 1 ? left.shift() : left[0];
    answer.writeHead(status ?? 500).end();
  });
}

describe('somebody who is waited for', () => {
  it('is there once a server answers, whatever it says', async () => {
    expect(await waited(urlOf(await answering(404)))).toEqual({ reason: undefined, said: [] });
  });

  it('is told once for each reason, while a balancer has no healthy target', async () => {
    const url = urlOf(await answering(502, 503, 503, 200));

    expect(await waited(url)).toEqual({
      reason: undefined,
      said: [
        expect.stringMatching(/^wait  up to 30 s more: http:\S+ answers 502 only$/),
        expect.stringMatching(/^wait  up to \d\d s more: http:\S+ answers 503 only$/),
      ],
    });
  });

  it('may have a name that has no address yet', async () => {
    const { reason, said } = await waited('https://nobody.invalid', 1);

    expect(said).toEqual([
      expect.stringMatching(/^wait {2}up to 1 s more: the name in \S+ has no address$/),
    ]);
    expect(reason).toBe('the name in https://nobody.invalid has no address (also after 1 s)');
  });

  it.each([
    ['a port of this machine that is closed', () => 'http://127.0.0.1:1', /^nothing listens at/],
    [
      'a certificate of this machine that nobody trusts',
      async () => urlOf(await serveSecurely((_, answer) => answer.end(), selfSigned())),
      /is not trusted \(\w+\); name its issuer in NODE_EXTRA_CA_CERTS$/,
    ],
    [
      'a server that speaks no TLS',
      async () => urlOf(await answering(200)).replace('http:', 'https:'),
      /does not speak TLS; should the address begin with http:\/\/\?$/,
    ],
  ])('is not waited for behind %s', async (_, urlAt, sentence) => {
    const { reason, said } = await waited(await urlAt());

    expect(reason).toMatch(sentence);
    expect(said).toEqual([]);
  });

  it('is not waited for after Ctrl-C', async () => {
    const { reason } = await waited(urlOf(await answering(503)), 30, () => true);

    expect(reason).toMatch(/answers 503 only$/);
  });
});

describe('an address to ask', () => {
  it.each([
    ['no URL'],
    ['localhost:8443'],
    ['ftp://app.example.org'],
    ['https://app.example.org/admin'],
    ['https://app.example.org/?a=b'],
  ])('fails when it is %s', (text) => {
    expect(() => addressToAsk(text)).toThrow(
      `'${text}' is no address to ask: it must be like https://app.example.org, without a path`,
    );
  });

  it('fails when it holds a login, which is not said again', () => {
    expect(() => addressToAsk('https://admin:hidden@app.example.org')).toThrow(
      /^the address to ask holds a login; leave it out, and set ADMIN_LOGIN$/,
    );
  });

  it('is understood with and without the slash at its end', () => {
    expect(addressToAsk('https://app.example.org/')).toEqual(
      addressToAsk('https://app.example.org'),
    );
  });
});
