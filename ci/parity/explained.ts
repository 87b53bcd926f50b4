import { system } from '../../services/system';
import { localServices, type ServiceName } from '../../stacks/config';
import { explanationsOfBackings } from './explained-backings';
import { type Platform, proxyName, type ServiceFacts, type SystemFacts } from './facts';

/** Which cells a sentence is about. */
export interface About {
  readonly platforms: readonly Platform[];
  readonly fact: keyof ServiceFacts;
  /** Services that it holds for; every service where none is named. */
  readonly services?: readonly string[];
  readonly reason: string;
}

/** A difference that is meant: the text must be the very one, so that no other difference hides behind it. */
export interface Explanation extends About {
  readonly text: (service: string, declared: SystemFacts) => string;
}

const onDocker = ['compose', 'local'] as const;
const proxy = [proxyName];

/** What differs from the declaration, and why. */
export const explanations: readonly Explanation[] = [
  {
    platforms: ['compose', 'local', 'ecs-prod'],
    fact: 'variables',
    text: (service, { services }) => `+PORT=${String(services[service]?.port)}`,
    reason: 'The platform says on which port to listen; Cloud Run does so without a line here.',
  },
  {
    platforms: ['local', 'ecs-prod', 'gcp-run'],
    fact: 'variables',
    services: proxy,
    text: () => '+NGINX_CONF',
    reason: 'The configuration of nginx, compressed; the rows of the routes are read from it.',
  },
  {
    platforms: ['compose'],
    fact: 'variables',
    services: proxy,
    text: () => '+NGINX_CONF_FILE=/etc/reverse-proxy/nginx.conf',
    reason: 'A compose file cannot compress: it mounts the configuration, which is read there.',
  },
  {
    platforms: onDocker,
    fact: 'variables',
    services: proxy,
    text: () => '+GENERATE_LOGINS=1',
    reason: 'A Docker engine has no store of secrets: the proxy makes up its logins.',
  },
  {
    platforms: onDocker,
    fact: 'secrets',
    services: proxy,
    text: () => '-SECRET_ADMIN_LOGIN',
    reason: 'A Docker engine has no store of secrets: the proxy makes up its logins.',
  },
  {
    platforms: onDocker,
    fact: 'memory',
    text: (service) => `${localServices[service as ServiceName]?.memoryMiB ?? 0} MiB`,
    reason: 'A laptop is small: stacks/config.ts sizes its services apart from the clouds.',
  },
  {
    platforms: onDocker,
    fact: 'memory',
    services: ['cache'],
    text: () => '128 MiB',
    reason: 'The size of the cache is that of its construct: its image stores at most 96 MiB.',
  },
  ...explanationsOfBackings,
  {
    platforms: ['gcp-run'],
    fact: 'containers',
    services: ['adminapp', 'webapp', 'users-form', proxyName],
    text: (service) => `+${service}-identity`,
    reason: 'On Cloud Run whoever calls a service has a sidecar that proves who it is.',
  },
  {
    platforms: ['gcp-run'],
    fact: 'containers',
    services: ['users-api'],
    text: (service) => `+${service}-litestream`,
    reason: 'Cloud Run has no disk that outlives an instance: a container beside copies the file.',
  },
  {
    platforms: ['gcp-run'],
    fact: 'variables',
    services: ['users-api'],
    text: () => '+DB_LOCKING=shared',
    reason: 'The container beside reads the file, so that no exclusive lock may keep it out.',
  },
];

/** What a platform cannot express, and why. */
export const limits: readonly About[] = [
  {
    platforms: onDocker,
    fact: 'health path',
    reason: 'Docker probes by a command in the container, not by a path.',
  },
  {
    platforms: ['ecs-prod'],
    fact: 'health path',
    services: Object.keys(system.workloads),
    reason: 'ECS probes by a command; a path is asked for only by a target group.',
  },
  {
    platforms: ['gcp-run'],
    fact: 'health command',
    reason: 'Cloud Run probes by a path, not by a command in the container.',
  },
  {
    platforms: ['gcp-run'],
    fact: 'root',
    reason: 'Cloud Run has no field for a read-only root: what is written there is memory.',
  },
  {
    platforms: ['gcp-run'],
    fact: 'stop time',
    reason: 'Cloud Run has no field for it: stopping takes at most 10 s.',
  },
];

/** What is to be known about cells that are equal. */
export const remarks: readonly About[] = [
  {
    platforms: ['gcp-run'],
    fact: 'user',
    reason: "Cloud Run has no field for it: the user is the image's, read from its Dockerfile.",
  },
  {
    platforms: ['gcp-run'],
    fact: 'writable paths',
    services: proxy,
    reason: 'A volume in memory, which counts against the memory of the instance.',
  },
  {
    platforms: ['gcp-run'],
    fact: 'read-only paths',
    services: ['site-a', 'site-b'],
    reason: 'A bucket that the account may read: nothing is mounted.',
  },
  {
    platforms: onDocker,
    fact: 'calls',
    services: ['adminapp', proxyName],
    reason: 'A Docker network has neither direction nor ports: who is called is told by names.',
  },
];
