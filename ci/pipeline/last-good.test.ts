import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { LastGood, type Revision } from './last-good';

const revision: Revision = {
  stack: 'ecs-prod',
  fingerprint: 'f',
  commit: 'c',
  images: ['registry/slipway/goapp@sha256:1'],
  document: '{}',
};
const key = '/state/ecs-prod.last-good.json';

let server: Server;
let objects: Map<string, string>;
let failure: string | undefined;
const variables = { ...process.env };

beforeEach(async () => {
  objects = new Map();
  failure = undefined;
  server = createServer((question, answer) => {
    void buffer(question).then((body) => {
      const path = new URL(question.url ?? '', 'http://localhost').pathname;
      if (question.method === 'PUT' && failure === undefined) objects.set(path, body.toString());
      const found = objects.get(path);
      const code = failure ?? (found === undefined ? 'NoSuchKey' : undefined);
      if (code === undefined) answer.end(question.method === 'PUT' ? undefined : found);
      else {
        const said = `<Error><Code>${code}</Code><Message>because</Message></Error>`;
        answer.writeHead(code === 'NoSuchKey' ? 404 : 400, { 'content-type': 'text/xml' });
        answer.end(said);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'for-a-test',
    AWS_SECRET_ACCESS_KEY: 'for-a-test',
    AWS_MAX_ATTEMPTS: '1',
  });
});

afterEach(async () => {
  process.env = { ...variables };
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const lastGood = () =>
  new LastGood({ bucket: 'state', key: 'ecs-prod.tfstate', region: 'us-east-1' });

describe('the last good revision', () => {
  it('lies beside the state and is read as it was written', async () => {
    await lastGood().write(revision);

    expect([...objects.keys()]).toEqual([key]);
    expect(await lastGood().read()).toEqual(revision);
  });

  it('is undefined before anything was found good', async () => {
    expect(await lastGood().read()).toBeUndefined();
  });

  it('is undefined where the bucket of the state is not made yet', async () => {
    failure = 'NoSuchBucket';

    expect(await lastGood().read()).toBeUndefined();
  });

  it.each(['read', 'write'] as const)(
    'fails to %s when the credentials have expired',
    async (verb) => {
      failure = 'ExpiredToken';

      await expect(lastGood()[verb](revision)).rejects.toThrow(
        'the AWS credentials have expired; log in again and run it once more',
      );
    },
  );

  it.each([
    ['read', 'read'],
    ['write', 'written'],
  ] as const)('fails to %s with the place and the reason', async (verb, done) => {
    failure = 'AccessDenied';

    await expect(lastGood()[verb](revision)).rejects.toThrow(
      `s3://state/ecs-prod.last-good.json cannot be ${done}: AccessDenied: because`,
    );
  });

  it('fails when it is no document, instead of being taken for none', async () => {
    objects.set(key, 'half of');

    await expect(lastGood().read()).rejects.toThrow(/ cannot be read: SyntaxError: /);
  });

  it('fails with a remedy when nobody has logged in', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    delete process.env.AWS_PROFILE;
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_CONFIG_FILE: '/dev/null',
    });

    await expect(lastGood().read()).rejects.toThrow(
      /^there are no AWS credentials; log in and run it again$/,
    );
  });
});
