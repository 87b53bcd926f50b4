import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { digestOf, Registry } from './registry';

const image = 'application/vnd.oci.image.manifest.v1+json';
const index = 'application/vnd.oci.image.index.v1+json';

/** An answer in the words of the registry's API. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

let server: Server;
let host: string;
let asked: { readonly line: string; readonly body: string }[];
let answers: Record<string, Answer>;
let registry: Registry;

beforeEach(async () => {
  asked = [];
  answers = {};
  server = createServer((question, answer) => {
    void buffer(question).then((body) => {
      const line = `${question.method} ${question.url}`;
      asked.push({ line, body: body.toString() });
      const { status, headers, body: text } = answers[line] ?? { status: 404 };
      answer.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  registry = new Registry(host);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const bytes = Buffer.from('{"layers":[]}');
const digest = digestOf(bytes);
const subject = { mediaType: image, digest, size: bytes.length };
const tag = digest.replace(':', '-');
const emptyDigest = digestOf(Buffer.from('{}'));

describe('a manifest', () => {
  it('is read by its tag, with the hash of what came', async () => {
    answers['GET /v2/a/manifests/one'] = {
      status: 200,
      headers: { 'content-type': image },
      body: bytes,
    };

    expect(await registry.manifest('a', 'one')).toEqual({ bytes, ...subject });
  });

  it('is undefined where there is none', async () => {
    expect(await registry.manifest('a', 'one')).toBeUndefined();
  });

  it('fails when other content comes under a digest', async () => {
    answers[`GET /v2/a/manifests/${digest}`] = { status: 200, body: 'other' };

    await expect(registry.manifest('a', digest)).rejects.toThrow(/ with other content, sha256:/);
  });

  it.each([401, 403])('fails with the login when the registry answers %i', async (status) => {
    answers['GET /v2/a/manifests/one'] = { status };

    await expect(registry.manifest('a', 'one')).rejects.toThrow(
      `the registry ${host} answers ${status} to /v2/a/manifests/one; log in first: docker login ${host}`,
    );
  });

  it('fails without a word about a login when the registry itself fails', async () => {
    answers['GET /v2/a/manifests/one'] = { status: 503 };

    await expect(registry.manifest('a', 'one')).rejects.toThrow(/ answers 503 to \S+$/);
  });
});

describe('a blob', () => {
  it('fails when other content comes under its digest', async () => {
    answers[`GET /v2/a/blobs/${digest}`] = { status: 200, body: 'other' };

    await expect(registry.blob('a', digest)).rejects.toThrow(/ with other content; the registry /);
  });

  it('fails when it is not there', async () => {
    await expect(registry.blob('a', digest)).rejects.toThrow(/ answers 404 to /);
  });
});

describe('what refers to an image', () => {
  const listed = (digests: readonly string[]) => ({
    status: 200,
    body: JSON.stringify({ manifests: digests.map((one) => ({ digest: one })) }),
  });

  it('is what the API lists, and no tag is read', async () => {
    answers[`GET /v2/a/referrers/${digest}`] = listed(['sha256:1']);
    answers[`GET /v2/a/manifests/${tag}`] = listed(['sha256:2']);

    expect(await registry.referrers('a', digest)).toEqual([{ digest: 'sha256:1' }]);
  });

  it('is what the tag lists where there is no such API', async () => {
    answers[`GET /v2/a/manifests/${tag}`] = listed(['sha256:2']);

    expect(await registry.referrers('a', digest)).toEqual([{ digest: 'sha256:2' }]);
  });

  it.each([429, 503])(
    'fails when the registry answers %i, whatever the tag lists',
    async (status) => {
      answers[`GET /v2/a/referrers/${digest}`] = { status };
      answers[`GET /v2/a/manifests/${tag}`] = listed([]);

      await expect(registry.referrers('a', digest)).rejects.toThrow(
        `the registry ${host} answers ${status} to /v2/a/referrers/${digest}`,
      );
    },
  );

  it('is nothing where there is neither', async () => {
    expect(await registry.referrers('a', digest)).toEqual([]);
  });
});

describe('attaching', () => {
  const documents = ['one', 'two'].map((text) => ({
    mediaType: 'application/json',
    bytes: Buffer.from(text),
  }));

  /** A registry that takes everything; whether it knows the referrers API shows in a header. */
  function takesEverything(headers: Readonly<Record<string, string>>): void {
    const place = { location: `http://${host}/v2/a/blobs/uploads/id?state=x` };
    answers['POST /v2/a/blobs/uploads/'] = { status: 202, headers: place };
    answers[`HEAD /v2/a/blobs/${emptyDigest}`] = { status: 200 };
    for (const { bytes: content } of documents) {
      const upload = `/v2/a/blobs/uploads/id?state=x&digest=${encodeURIComponent(digestOf(content))}`;
      answers[`PUT ${upload}`] = { status: 201 };
    }
    answers[`PUT /v2/a/manifests/${tag}`] = { status: 201 };
    // what is put is only known when it comes
    answers = new Proxy(answers, {
      get: (known, line: string) =>
        known[line] ?? (/^PUT \S+\/sha256:/.test(line) ? { status: 201, headers } : undefined),
    });
  }

  const manifestsPut = () => asked.filter(({ line }) => /^PUT \S+\/manifests\//.test(line));

  it('writes each document as a manifest about the image, and no tag where the API knows it', async () => {
    takesEverything({ 'oci-subject': digest });

    await registry.attach('a', subject, documents);

    const put = manifestsPut().map(({ line, body }) => {
      expect(line).toBe(`PUT /v2/a/manifests/${digestOf(Buffer.from(body))}`);
      return JSON.parse(body) as unknown;
    });
    expect(put).toEqual(
      documents.map(({ mediaType, bytes: content }) => ({
        schemaVersion: 2,
        mediaType: image,
        artifactType: mediaType,
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: emptyDigest, size: 2 },
        layers: [{ mediaType, digest: digestOf(content), size: content.length }],
        subject,
      })),
    );
  });

  it('writes the tag once, after all of them, where the API does not know it', async () => {
    takesEverything({});
    const before = { mediaType: image, digest: 'sha256:0', size: 1 };
    answers[`GET /v2/a/manifests/${tag}`] = {
      status: 200,
      body: JSON.stringify({ manifests: [before] }),
    };

    await registry.attach('a', subject, documents);

    const put = manifestsPut();
    const list = JSON.parse(put.at(-1)?.body ?? '') as { manifests: { digest: string }[] };
    expect(put.map(({ line }) => line.endsWith(tag))).toEqual([false, false, true]);
    expect(list).toMatchObject({ schemaVersion: 2, mediaType: index });
    expect(list.manifests.map((one) => one.digest)).toEqual([
      'sha256:0',
      ...put.slice(0, 2).map(({ body }) => digestOf(Buffer.from(body))),
    ]);
  });

  it('uploads what is there already no second time', async () => {
    takesEverything({ 'oci-subject': digest });
    for (const { bytes: content } of documents) {
      answers[`HEAD /v2/a/blobs/${digestOf(content)}`] = { status: 200 };
    }

    await registry.attach('a', subject, documents);

    expect(asked.filter(({ line }) => line.includes('/uploads/'))).toEqual([]);
  });
});

it('fails with the reason when nobody listens', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));

  await expect(registry.manifest('a', 'one')).rejects.toThrow(
    /^the registry \S+ does not answer: .*ECONNREFUSED/,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
