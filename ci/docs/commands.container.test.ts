import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { run } from '../command';
import { isFree } from '../local/ports';
import { containerPages } from './container-pages';
import { lastLines, runSteps, shellBlocksOf, stepsOf, type Traces, tracesOf } from './commands';
import { pageOf } from './markdown';

// what a reader would do: every command of these pages, in order, on this machine's engine
const root = repositoryRoot();
const pages = containerPages.map((path) => {
  const blocks = shellBlocksOf(pageOf(path, readFileSync(join(root, path), 'utf8')));
  return {
    path,
    blocks: blocks.map((block) => ({ place: `${path}:${block.line}`, steps: stepsOf(block.text) })),
    traces: tracesOf(blocks),
  };
});

describe.each(pages)('the commands of $path', ({ blocks, traces }) => {
  let ours = false;
  let images: string[] = [];

  beforeAll(async () => {
    // nothing of anybody else may be taken for the page's, and then be removed
    expect(await taken(traces)).toEqual([]);
    ours = true;
    images = await missingImages(traces);
  }, 60_000);

  afterAll(async () => {
    if (!ours) return;
    await docker('rm', '--force', '--volumes', ...traces.containers);
    for (const files of traces.projects) {
      await docker('compose', ...files, 'down', '--volumes', '--rmi', 'all');
    }
    await docker('rmi', '--force', ...images);
  }, 120_000);

  it('say what they print', () => {
    const expected = blocks.flatMap(({ steps }) => steps.flatMap((step) => step.expected));

    expect(expected.length).toBeGreaterThanOrEqual(3);
  });

  it.each(blocks)(
    'do what the page says at $place',
    async ({ steps }) => {
      const { code, outputs, errors } = await runSteps(steps, root);
      const printed = outputs.map((output, at) => lastLines(output, steps[at]!));

      expect([printed, code === 0 ? '' : errors]).toEqual([
        steps.map(({ expected }) => expected),
        '',
      ]);
    },
    600_000,
  );

  it('leave no container behind', async () => {
    const names = (await docker('ps', '--all', '--format', '{{.Names}}')).split('\n');

    expect(names.filter((name) => traces.containers.includes(name))).toEqual([]);
    for (const files of traces.projects) {
      expect((await docker('compose', ...files, 'ps', '--all', '--quiet')).trim()).toBe('');
    }
  });
});

/** Names and ports of a page that something else has already, as sentences. */
async function taken({ containers, ports, projects }: Traces): Promise<string[]> {
  const names = (await docker('ps', '--all', '--format', '{{.Names}}')).split('\n');
  const found = containers.filter((name) => names.includes(name));
  const problems = found.map((name) => `a container is called ${name} already; remove it`);
  for (const files of projects) {
    const ids = await docker('compose', ...files, 'ps', '--all', '--quiet');
    if (ids.trim() !== '') problems.push(`${files.join(' ')} is up already; take it down`);
  }
  for (const port of [...ports, ...projects.flatMap(portsOf)]) {
    if (!(await isFree(port))) problems.push(`port ${port} is taken; end what listens there`);
  }
  return [...new Set(problems)];
}

/** The ports that the files of a compose project publish. */
function portsOf(files: readonly string[]): number[] {
  return files
    .filter((file) => file !== '-f')
    .flatMap((file) => {
      const { services } = parse(readFileSync(join(root, file), 'utf8'), { merge: true }) as {
        services: Record<string, { ports?: string[] }>;
      };
      return Object.values(services).flatMap(({ ports = [] }) => ports);
    })
    .map((port) => Number(port.split(':')[1]));
}

async function missingImages({ images }: Traces): Promise<string[]> {
  const present = await docker('images', '--format', '{{.Repository}}:{{.Tag}}');
  const tags = present.split('\n').map((name) => name.replace(/:latest$/, ''));
  return images.filter((name) => !tags.includes(name));
}

async function docker(...args: readonly string[]): Promise<string> {
  return (await run('docker', args, { cwd: root })).output;
}
