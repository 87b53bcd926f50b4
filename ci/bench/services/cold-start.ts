import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolve } from 'node:path';
import { resolveWorkload } from '../../../constructs/core/workload';
import { configVariable, encodeConfig } from '../../../constructs/nginx/payload';
import { proxyPort } from '../../../constructs/nginx/platform';
import { cacheImage, proxyImage, system } from '../../../services/system';
import { docker } from '../../faults/docker';
import { freePort } from '../../local/ports';
import { renderLocalConfig } from '../../local/proxy-config';
import { imageName } from './image';
import { type Lab, type Start, statusOf } from './lab';
import { renderedConfig } from './proxy';
import { inRounds } from './round';

/** A container whose start is timed, and how it shows that it is there. */
export interface Starter {
  readonly name: string;
  readonly start: Start;
  readonly port: number;
  readonly isThere: (port: number) => Promise<boolean>;
}

/** How long a start took, in milliseconds. */
export interface ColdStart {
  /** From the command to the engine. */
  readonly fromCommand: number;
  /** From the first instruction of the container's process, without what the engine does before. */
  readonly fromProcess: number;
}

const giveUpMs = 30_000;

/**
 * How long one try may take. The engine takes the connection while the container's network is still on its way, and its
 * own first packet is then sent again only after a second: a new try is there sooner.
 */
const tryMs = 50;

/** What a service wants to know before it starts; none of its callees is there, as its health does not depend on them. */
const environments: Readonly<Record<string, Start['environment']>> = {
  adminapp: { BACKEND_URL: 'http://goapp:8080' },
  webapp: { BACKEND_URL: 'http://pythonapp:8090' },
  'users-form': { BACKEND_HOST: 'users-api', BACKEND_PORT: '8080' },
  'users-api': { DB_PATH: '/data/users.db', DB_JOURNAL: 'wal' },
  'site-a': { CONTENT_URI: 'file:///mnt/pages/site-a' },
  'site-b': { CONTENT_URI: 'file:///mnt/pages/site-b' },
};

const pages = { '/mnt/pages': `${resolve('services/static-site/pages')}:ro` };

/** Every service of the system, the cache and the proxy, which starts in two ways. */
export function starters(): Starter[] {
  const services = Object.entries(system.workloads).map(([name, workload]) => {
    const { port, health } = resolveWorkload(workload);
    const environment = { PORT: String(port), ...environments[name] };
    const mounts = name.startsWith('site-') ? pages : {};
    const start = { image: imageName(workload.image), environment, mounts };
    return { name, start, port, isThere: answers(health.path) };
  });
  return [
    ...services,
    { name: 'cache', start: { image: imageName(cacheImage) }, port: 6379, isThere: pongs },
    proxyStarter('reverse-proxy', renderedConfig('127.0.0.1')),
    proxyStarter('reverse-proxy, with a new certificate', renderLocalConfig()),
  ];
}

function proxyStarter(name: string, configuration: string): Starter {
  const environment = { [configVariable]: encodeConfig(configuration), GENERATE_LOGINS: '1' };
  const start = { image: imageName(proxyImage), environment };
  return { name, start, port: proxyPort, isThere: answers('/healthz') };
}

/** Starts a new container of each, one at a time, in rounds. */
export function measureColdStarts(
  lab: Lab,
  what: readonly Starter[],
  rounds: number,
): Promise<Map<Starter, ColdStart[]>> {
  return inRounds(what, rounds, (starter) => coldStart(lab, starter));
}

async function coldStart(lab: Lab, { name, start, port, isThere }: Starter): Promise<ColdStart> {
  const host = await freePort();
  const id = await lab.make({ ...start, publish: [host, port] });
  try {
    const began = Date.now();
    const started = docker('start', id);
    const there = untilThere(name, () => isThere(host));
    await started;
    const at = await there;
    const processBegan = Date.parse(
      await docker('inspect', '--format', '{{.State.StartedAt}}', id),
    );
    return { fromCommand: at - began, fromProcess: at - processBegan };
  } finally {
    await lab.drop(id);
  }
}

async function untilThere(name: string, isThere: () => Promise<boolean>): Promise<number> {
  const end = Date.now() + giveUpMs;
  while (Date.now() < end) {
    if (await isThere()) return Date.now();
    await sleep(5);
  }
  throw new Error(`${name} did not answer within ${giveUpMs / 1000} s`);
}

function answers(path: string) {
  return async (port: number) => (await statusOf(`http://127.0.0.1:${port}${path}`, tryMs)) === 200;
}

/** The cache speaks no HTTP. */
function pongs(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('PING\r\n');
    });
    const end = (pong: boolean) => {
      socket.destroy();
      done(pong);
    };
    socket.setTimeout(tryMs, () => {
      end(false);
    });
    socket.on('data', (data) => {
      end(data.toString().startsWith('+PONG'));
    });
    socket.on('error', () => {
      end(false);
    });
    socket.on('close', () => {
      end(false);
    });
  });
}
