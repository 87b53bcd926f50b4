import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failureOf } from './failure';
import { Interceptor } from './interceptor';

describe('the interceptor', () => {
  let behind: Server;
  let asked: string[];
  let interceptor: Interceptor;
  let endpoint: string;

  beforeEach(async () => {
    asked = [];
    behind = createServer((question, answer) => {
      asked.push(`${question.method} ${question.url}`);
      answer.setHeader('x-made-by', 'the service');
      question.pipe(answer);
    });
    await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
    interceptor = new Interceptor(`http://127.0.0.1:${(behind.address() as AddressInfo).port}`);
    endpoint = await interceptor.appear();
  });

  afterEach(async () => {
    interceptor.vanish();
    await new Promise((resolve) => behind.close(resolve));
  });

  const put = () => fetch(`${endpoint}/a?b`, { method: 'PUT', body: 'text' });

  it('passes on a call and its answer', async () => {
    const answer = await put();

    expect(asked).toEqual(['PUT /a?b']);
    expect(await answer.text()).toBe('text');
    expect(answer.headers.get('x-made-by')).toBe('the service');
  });

  it('fails a call that is never made', async () => {
    interceptor.judge = ({ protocol }) => failureOf(protocol, 'throttled');

    expect((await put()).status).toBe(429);
    expect(asked).toEqual([]);
  });

  it('loses the answer of a call that is made', async () => {
    interceptor.judge = () => 'lose the answer';

    await expect(put()).rejects.toThrow();
    expect(asked).toEqual(['PUT /a?b']);
  });

  it('cuts a call that is never made', async () => {
    interceptor.judge = () => 'cut';

    await expect(put()).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it('refuses connections while it is away, and is back at the same place', async () => {
    interceptor.vanish();

    await expect(put()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect(await interceptor.appear()).toBe(endpoint);
    expect((await put()).status).toBe(200);
  });

  it('tells of calls that were answered, and of no other', async () => {
    const answered: string[] = [];
    interceptor.answered = ({ operation }) => void answered.push(operation);
    await put();
    interceptor.judge = () => 'cut';
    await put().catch(() => undefined);

    expect(answered).toEqual(['PUT /a']);
  });
});
