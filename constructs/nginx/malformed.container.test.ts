import { connect } from 'node:net';
import { malformedRequests, toleratedRequests } from './malformed.fixture';
import { RoutedLab } from './routed-lab.fixture';

const lab = new RoutedLab();

beforeAll(() => lab.start());
afterAll(() => lab.remove());

/** Everything that the proxy answers to some bytes until it closes, or falls silent. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(lab.proxy.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setTimeout(700, () => socket.destroy());
    socket.on('data', (data) => (text += data.toString('latin1')));
    // a reset is a way of closing too
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(text));
  });
}

function statusesOf(text: string): number[] {
  return [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

/** How many requests have reached the service so far. */
async function reached(): Promise<number> {
  const { body } = await lab.proxy.fromBalancer('/total');
  return (JSON.parse(body) as { total: number }).total;
}

const refusals = [400, 404, 405, 408, 411, 413, 414, 421, 431, 501, 505];

describe('a malformed request', () => {
  it('is looked at in many forms', () => {
    expect(Object.keys(malformedRequests).length).toBeGreaterThanOrEqual(80);
  });

  it.each(Object.keys(malformedRequests))('is refused and goes nowhere: %s', async (name) => {
    const before = await reached();
    const statuses = statusesOf(await exchange(malformedRequests[name]!));

    // one refusal or a closed connection, and nothing after it
    expect(statuses.length).toBeLessThanOrEqual(1);
    expect(refusals).toEqual(expect.arrayContaining(statuses));
    expect(await reached()).toBe(before);
  });

  it.each(Object.keys(toleratedRequests))('is put right and goes there once: %s', async (name) => {
    const before = await reached();
    const text = await exchange(toleratedRequests[name]!);

    expect(statusesOf(text)).toEqual([200]);
    expect(text).toContain('"url":"/x"');
    expect(await reached()).toBe(before + 1);
  });

  it('leaves the proxy and the service well', async () => {
    expect((await lab.proxy.fromBalancer('/echo')).status).toBe(200);
    expect(lab.proxy.log()).not.toMatch(/\[(alert|emerg|crit)\]|worker process \d+ exited/);
  });
});

describe('a well-formed request', () => {
  const line = 'Host: app.example.org\r\nX-Forwarded-Proto: https\r\n';

  it('reaches the service as often as it was sent', async () => {
    const before = await reached();
    const body = `POST /x HTTP/1.1\r\n${line}Content-Length: 1\r\n\r\na`;
    const chunks = `POST /x HTTP/1.1\r\n${line}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`;
    const statuses = statusesOf(await exchange(`${body}${chunks}GET /x HTTP/1.1\r\n${line}\r\n`));

    expect(statuses).toEqual([200, 200, 200]);
    expect(await reached()).toBe(before + 3);
  });

  it('in absolute form reaches the service by its path alone', async () => {
    const text = await exchange(
      `GET http://other.example.org/x?y HTTP/1.1\r\n${line}Connection: close\r\n\r\n`,
    );

    expect(text).toContain('"url":"/x?y"');
    expect(text).toContain('"host":["other.example.org"]');
  });
});
