import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { system } from '../../services/system';
import { composeServices } from './compose-commands';
import { arrowsOf } from './drawing';
import { pageOf, pagesBelow } from './markdown';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const guide = pageOf('docs/guia-rapido.pt-BR.md', read('docs/guia-rapido.pt-BR.md'));

describe('the commands of docker compose', () => {
  const named = pagesBelow(root).flatMap(({ path, code }) =>
    composeServices(code.join('\n')).map((one) => ({ path, ...one })),
  );

  it('name services that the compose files have', () => {
    const unknown = named.filter(({ file, service }) => {
      const { services } = parse(read(file), { merge: true }) as { services: object };
      return !Object.hasOwn(services, service);
    });

    expect(unknown).toEqual([]);
    expect(named.filter(({ path }) => path === guide.path).length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['docker compose logs --tail 5 users-form users-api', ['users-form', 'users-api']],
    ['docker compose exec -T proxy cat file', ['proxy']],
    ['docker compose cp users-api:/data/users.db users.db', ['users-api']],
    ['docker compose --profile observability up --build --wait # all', []],
  ])('are understood: %s', (command, services) => {
    expect(composeServices(command).map(({ service }) => service)).toEqual(services);
  });

  it('know the file that they are about', () => {
    expect(composeServices('docker compose -f docs/kata/compose.yml stop proxy')).toEqual([
      { file: 'docs/kata/compose.yml', service: 'proxy' },
    ]);
  });
});

describe('the guide', () => {
  const changes = guide.fences.flatMap(({ info, text }) => {
    const [, file] = /^diff (\S+)$/.exec(info) ?? [];
    return file === undefined ? [] : [{ file, lines: text.split('\n') }];
  });

  it.each(changes)('changes lines that $file has', ({ file, lines }) => {
    const present = read(file).split('\n');
    const before = lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1));
    const after = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));

    expect(before.length).toBeGreaterThan(0);
    expect(present).toEqual(expect.arrayContaining(before));
    expect(present).not.toEqual(expect.arrayContaining(after));
  });

  it('shows a page and a text of the form being changed', () => {
    expect(changes.map(({ file }) => file.split('/')[1])).toEqual(['static-site', 'users-form']);
  });

  it('opens addresses that are routes', () => {
    const opened = [...guide.text.matchAll(/https:\/\/localhost:8443(\/[\w-]*)\/?(?=[\s),.])/g)];
    const routes: readonly string[] = system.routes.map(({ path }) => path);

    expect(opened.length).toBeGreaterThanOrEqual(5);
    expect(opened.filter(([, path = '']) => !routes.includes(path))).toEqual([]);
  });

  it('names the ports of the services that the form is made of', () => {
    const { 'users-form': form, 'users-api': api } = system.workloads;

    expect(guide.text).toContain(`users-form, na porta ${form.port}`);
    expect(guide.text).toContain(`users-api, na porta ${api.port}`);
  });
});

it.each([
  ['docs/guia-rapido.pt-BR.md', ['você', 'reverse-proxy', 'https, porta 8443']],
  ['docs/architecture.md', ['browser', 'reverse-proxy', 'HTTPS']],
])('%s draws what system.ts declares', (path, entrance) => {
  const drawing = pageOf(path, read(path)).fences.find(({ info }) => info === 'mermaid');
  const calls = [...system.connections, ...system.backingConnections];
  const declared = [
    entrance,
    ...system.routes.map((route) => ['reverse-proxy', route.target, route.path]),
    ...calls.map(({ from, to }) => [from, to, '']),
  ];

  expect(
    arrowsOf(drawing?.text ?? '')
      .map(String)
      .sort(),
  ).toEqual(declared.map(String).sort());
});
