import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { baseImageLockPath } from '../../constructs/core/base-image-lock';
import { propose } from './proposal';

let server: Server;
let api: string;
let asked: string[];
let answers: Record<string, unknown>;

const contents = `/contents/${baseImageLockPath}`;
const stored = (text: string) => ({ sha: 'a', content: Buffer.from(text).toString('base64') });
const changing = () => asked.filter((line) => !line.startsWith('GET '));

beforeEach(async () => {
  asked = [];
  answers = {
    [`GET ${contents}?ref=main`]: stored('old'),
    'GET /git/ref/heads/main': { object: { sha: 'b' } },
    'GET /git/ref/heads/base-images': { object: { sha: 'c' } },
    'GET /pulls?state=all&per_page=100': [{ head: { sha: 'c' } }],
    'POST /git/refs': {},
    [`PUT ${contents}`]: {},
    'POST /pulls': {},
  };
  server = createServer((question, answer) => {
    const line = `${question.method} ${question.url}`;
    asked.push(line);
    const known = answers[line];
    question.resume();
    answer.writeHead(known ? 200 : 404).end(JSON.stringify(known ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const whole = [
  'DELETE /git/refs/heads/base-images',
  'POST /git/refs',
  `PUT ${contents}`,
  'POST /pulls',
];

describe('a proposal of newer base images', () => {
  it('is nothing where main has them', async () => {
    expect(await propose('old', { api, token: 't' })).toMatch(/main has the same digests/);
    expect(changing()).toEqual([]);
  });

  it('stays with its review where the branch has the same content', async () => {
    answers[`GET ${contents}?ref=base-images`] = stored('new');

    expect(await propose('new', { api, token: 't' })).toMatch(/base-images has the same digests/);
    expect(changing()).toEqual([]);
  });

  it('is made anew where the branch has other content', async () => {
    answers[`GET ${contents}?ref=base-images`] = stored('newer than old');

    expect(await propose('new', { api, token: 't' })).toBe('a pull request was opened');
    expect(changing()).toEqual(whole);
  });

  it('is made anew where the branch has no pull request', async () => {
    answers[`GET ${contents}?ref=base-images`] = stored('new');
    answers['GET /pulls?state=all&per_page=100'] = [{ head: { sha: 'of an earlier night' } }];

    expect(await propose('new', { api, token: 't' })).toBe('a pull request was opened');
    expect(changing()).toEqual(whole);
  });

  it('is made where there is no branch', async () => {
    expect(await propose('new', { api, token: 't' })).toBe('a pull request was opened');
    expect(changing()).toEqual(whole);
  });
});
