import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registryImages } from './images';
import { lackingIn, loginHint } from './push';

let server: Server;
let asked: string[];
let host: string;

beforeEach(async () => {
  asked = [];
  server = createServer((question, answer) => {
    asked.push(question.url ?? '');
    // a registry knows its repositories below the project, and nothing elsewhere
    answer.writeHead(question.url?.startsWith('/v2/my-project/') ? 200 : 404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('what a registry lacks', () => {
  it('is asked below the project, where the address has one', async () => {
    const lines: string[] = [];
    const [image] = registryImages();
    const [repository, tag] = image!.reference.split(':') as [string, string];

    const lacking = await lackingIn(`${host}/my-project`, (line) => lines.push(line));

    expect(lacking).toEqual([]);
    expect(asked).toContain(`/v2/my-project/${repository}/manifests/${tag}`);
    expect(lines).toContain(
      `ok    ${host}/my-project/${image!.reference} is in the registry already`,
    );
  });

  it('is asked at the root, where the address is a host', async () => {
    const lacking = await lackingIn(host, () => undefined);

    expect(lacking).toEqual(registryImages());
    expect(asked.filter((path) => !path.startsWith('/v2/slipway/'))).toEqual([]);
  });
});

describe('the hint to log in', () => {
  it.each([
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      'aws ecr get-login-password | docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    ],
    [
      'europe-west1-docker.pkg.dev/my-project',
      'gcloud auth configure-docker europe-west1-docker.pkg.dev',
    ],
    ['registry.example.org', 'docker login registry.example.org'],
  ])('names the command of %s', (registry, command) => {
    expect(loginHint(registry)).toBe(`      log in first: ${command}`);
  });
});
