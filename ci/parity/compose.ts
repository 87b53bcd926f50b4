import type { Documents } from './documents';
import {
  amount,
  numberText,
  proxyName,
  type ServiceFacts,
  type SystemFacts,
  variableText,
} from './facts';
import { routesOf } from './routes';

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly retries?: number };
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly mem_limit?: string;
  readonly stop_grace_period?: string;
}

/** What the compose file says. */
export function composeFacts({ compose, files }: Documents): SystemFacts {
  const services = compose.services as Readonly<Record<string, Service>>;
  const portOf = (name: string): string => services[name]?.environment?.PORT ?? 'unset';
  return {
    services: Object.fromEntries(
      Object.entries(services).map(([name, service]) => [
        name,
        { ...serviceFacts(name, service), calls: callsOf(name, services, portOf) },
      ]),
    ),
    routes: routesOf(mountedConfig(services[proxyName], files), (host, port) =>
      portOf(host) === port ? `${host}:${port}` : undefined,
    ),
  };
}

function serviceFacts(name: string, service: Service): Omit<ServiceFacts, 'calls'> {
  const [kind, ...command] = service.healthcheck?.test ?? [];
  return {
    port: numberText(service.environment?.PORT),
    'health path': undefined,
    'health command': kind === 'CMD' ? command.join(' ') : undefined,
    'failures to unhealthy': numberText(service.healthcheck?.retries),
    variables: Object.entries(service.environment ?? {}).map(([key, value]) =>
      variableText(key, value),
    ),
    secrets: service.secrets ?? [],
    'open to outside': (service.ports ?? []).length > 0 ? 'yes' : 'no',
    containers: [name],
    user: service.user,
    root: service.read_only === true ? 'read-only' : 'writable',
    'writable paths': pathsOf(service, ({ mode }) => mode !== 'ro'),
    'read-only paths': pathsOf(
      service,
      ({ mode, target }) => mode === 'ro' && target !== service.environment?.NGINX_CONF_FILE,
    ),
    memory: amount(/^(\d+)m$/.exec(service.mem_limit ?? '')?.[1], 'MiB'),
    'stop time': amount(/^(\d+)s$/.exec(service.stop_grace_period ?? '')?.[1], 's'),
  };
}

/** A network has no direction, but who is called starts first: a caller depends on whom it shares a network with. */
function callsOf(
  name: string,
  services: Readonly<Record<string, Service>>,
  portOf: (name: string) => string,
): string[] {
  const own = services[name];
  return Object.entries(services)
    .filter(([other, { networks = [] }]) => {
      const shared = networks.some((network) => own?.networks?.includes(network));
      return other !== name && shared && !services[other]?.depends_on?.[name];
    })
    .map(([other]) => {
      const first = own?.depends_on?.[other] ? '' : ', which may not have started';
      return `${other}:${portOf(other)}${first}`;
    });
}

/** `source:target` or `source:target:mode`; variables of the source hold colons of their own. */
function mountOf(volume: string): { source: string; target: string; mode: string } {
  const plain = volume.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
  const [source = '', target = '', mode = 'rw'] = plain.split(':');
  return { source, target, mode };
}

function pathsOf(
  { volumes = [] }: Service,
  wanted: (mount: ReturnType<typeof mountOf>) => boolean,
): string[] {
  return volumes
    .map(mountOf)
    .filter(wanted)
    .map(({ target }) => target);
}

function mountedConfig(
  proxy: Service | undefined,
  files: Readonly<Record<string, string>>,
): string {
  const path = proxy?.environment?.NGINX_CONF_FILE;
  const mount = (proxy?.volumes ?? []).map(mountOf).find(({ target }) => target === path);
  return files[mount?.source.replace(/^\.\//, '') ?? ''] ?? '';
}
