import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command';
import { Report } from '../emulated/report';
import { type Session, withEmulatedAws } from '../emulated/session';
import { freePort } from '../local/ports';
import { pythonEnvironment } from '../python/environment';
import { Programs } from '../terraform/programs';
import { type Chapter, passageOf } from './chapters';
import { commit, copyOf } from './copy';
import { type Ran, typeLines } from './shell';
import type { Typed } from './typed';

/** What a chapter has for itself. */
interface Own {
  readonly root: string;

  /** A new folder for the copy of the repository. */
  readonly folder: string;

  /** The label of its containers and the start of its names: chapters are typed beside each other. */
  readonly id: string;
}

type Place = (chapter: Chapter, lines: readonly Typed[], own: Own) => Promise<Ran[]>;

/** Every shell of a run: an interrupt ends them, and what they have started is taken away as at any other end. */
const programs = new Programs();

/** Ends what is being typed. */
export function interrupt(): void {
  void programs.close();
}

/** Variables of the person at this machine that a chapter must not see. */
const personal = /^(?:AWS|TF|CDKTF|SLIPWAY|COMPOSE|GIT)_/;

/** A clone, and programs that Node brings. */
export const onLaptop: Place = async (chapter, lines, { root, folder, id }) => {
  const copy = join(folder, 'slipway');
  copyOf(root, copy);
  commit(copy);
  const variables = { ...variablesOfAll(id), GIT_CONFIG_GLOBAL: '/dev/null', CI: '' };
  return typed(chapter, lines, { copy, variables, replaced: (command) => command });
};

/** The same beside an engine, under names and on ports that nobody else has. */
export const inContainers: Place = async (chapter, lines, { root, folder, id }) => {
  const copy = join(folder, 'slipway');
  copyOf(root, copy);
  const ports = await freePorts(lines);
  const variables = {
    ...variablesOfAll(id),
    COMPOSE_PROJECT_NAME: id,
    SLIPWAY_HTTPS_PORT: ports('8443'),
    SLIPWAY_HTTP_PORT: ports('8080'),
    SLIPWAY_PROMETHEUS_PORT: ports('9091'),
  };
  const replaced = (command: string): string =>
    command
      .replaceAll(
        /(127\.0\.0\.1|localhost):(\d+)/g,
        (_, host: string, port: string) => `${host}:${ports(port)}`,
      )
      .replaceAll(/-v (\w+):/g, `-v ${id}-$1:`)
      .replaceAll(/^docker build -t (\S+)/g, `docker build -t ${id}-$1`)
      .replaceAll(/^(docker run .* )(\S+)$/g, `$1${id}-$2`);
  try {
    return await typed(chapter, lines, { copy, variables, replaced });
  } finally {
    await removed(id, copy, variables);
  }
};

/** The same with credentials of an emulated account. */
export const inAccount: Place = async (chapter, lines, { root, id }) => {
  let ran: Ran[] = [];
  const said: string[] = [];
  const report = new Report((line) => said.push(line));
  const code = await withEmulatedAws(report, {
    keep: false,
    story: async (session) => {
      ran = await typedInAccount(chapter, lines, { root, id }, session);
    },
  });
  // what failed is told with its line; what failed around the lines must not be lost
  if (code !== 0 && ran.every(({ ok }) => ok)) throw new Error(said.join('\n'));
  return ran;
};

async function typedInAccount(
  chapter: Chapter,
  lines: readonly Typed[],
  { root, id }: Pick<Own, 'root' | 'id'>,
  { cdktf, context, pickProvider }: Session,
): Promise<Ran[]> {
  const { folder, output } = context.run;
  mkdirSync(output, { recursive: true });
  copyOf(root, folder);
  await cdktf.synth();
  pickProvider();
  const python = await pythonEnvironment(
    { name: 'aws', requirements: join(root, 'ci/readme/requirements.txt'), root },
    run,
  );
  const variables = {
    ...context.variables,
    SLIPWAY_PYTHON: python,
    AWS_DEFAULT_REGION: 'us-east-1',
    TF_CLI_ARGS_apply: '-auto-approve',
    SLIPWAY_DOCS: id,
  };
  return typed(chapter, lines, { copy: folder, variables, replaced: (command) => command });
}

async function typed(
  chapter: Chapter,
  lines: readonly Typed[],
  {
    copy,
    variables,
    replaced,
  }: {
    readonly copy: string;
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly replaced: (command: string) => string;
  },
): Promise<Ran[]> {
  return typeLines(
    {
      typed: lines,
      passageOf: (one) => {
        const { folder = '.', before = '' } = passageOf(chapter, one) ?? {};
        return { folder, before };
      },
      replaced,
    },
    { programs, root: copy, variables, limitSeconds: 600 },
  );
}

function variablesOfAll(id: string): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !personal.test(name));
  return { ...Object.fromEntries(kept), SLIPWAY_DOCS: id, NO_COLOR: '1' };
}

/** A free port for each that the lines name. */
async function freePorts(lines: readonly Typed[]): Promise<(port: string) => string> {
  const named = lines.flatMap(({ command }) => [
    ...command.matchAll(/(?:127\.0\.0\.1|localhost):(\d+)/g),
  ]);
  const wanted = new Set(['8443', '8080', '9091', ...named.map(([, port = '']) => port)]);
  const free = new Map<string, string>();
  for (const port of wanted) free.set(port, String(await freePort()));
  return (port) => free.get(port) ?? port;
}

async function removed(
  id: string,
  copy: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const docker = (...args: string[]) => run('docker', args, { cwd: copy, env: defined(env) });
  await docker('compose', '--profile', 'observability', 'down', '--volumes', '--timeout', '5');
  const { output: left } = await docker(
    'ps',
    '--all',
    '--quiet',
    '--filter',
    `label=slipway-docs=${id}`,
  );
  await docker('rm', '--force', '--volumes', ...words(left));
  const { output: images } = await docker('images', '--format', '{{.Repository}}');
  await docker('rmi', ...words(images).filter((name) => name.startsWith(`${id}-`)));
  const { output: volumes } = await docker('volume', 'ls', '--quiet', '--filter', `name=${id}`);
  await docker('volume', 'rm', ...words(volumes));
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function defined(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
