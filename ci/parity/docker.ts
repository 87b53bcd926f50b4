import { nginxText } from '../../constructs/review/environment';
import type { Document } from '../review/mutants/mutant';
import { amount, numberText, type ServiceFacts, type SystemFacts, variableText } from './facts';
import { routesOf } from './routes';

interface Container {
  readonly name: string;
  readonly env?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly retries?: number };
  readonly networks_advanced?: readonly {
    readonly name: string;
    readonly aliases?: readonly string[];
  }[];
  readonly ports?: readonly unknown[];
  readonly volumes?: readonly { readonly container_path: string; readonly read_only?: boolean }[];
  readonly mounts?: readonly { readonly target: string }[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly memory?: number;
  readonly stop_timeout?: number;
}

/** What the stack of a Docker engine says; the names of its containers start with a prefix. */
export function dockerFacts(document: Document, prefix: string): SystemFacts {
  const containers = new Map(
    Object.values(document.resource.docker_container ?? {}).map((block) => {
      const container = block as unknown as Container;
      return [container.name.slice(prefix.length), container];
    }),
  );
  const portOf = (name: string): string => variablesOf(containers.get(name)).get('PORT') ?? 'unset';
  const configuration = [...containers.values()]
    .map((container) => nginxText(variablesOf(container).get('NGINX_CONF') ?? ''))
    .join('\n');
  return {
    services: Object.fromEntries(
      [...containers].map(([name, container]) => [
        name,
        { ...serviceFacts(name, container), calls: callsOf(name, containers, portOf) },
      ]),
    ),
    routes: routesOf(configuration, (host, port) =>
      portOf(host) === port ? `${host}:${port}` : undefined,
    ),
  };
}

function serviceFacts(name: string, container: Container): Omit<ServiceFacts, 'calls'> {
  const variables = variablesOf(container);
  const [kind, ...command] = container.healthcheck?.test ?? [];
  const writable = (container.volumes ?? []).filter(({ read_only }) => read_only !== true);
  const mounted = (container.mounts ?? []).map(({ target }) => target);
  const isSecret = (target: string): boolean => target.startsWith('/run/secrets/');
  return {
    port: numberText(variables.get('PORT')),
    'health path': undefined,
    'health command': kind === 'CMD' ? command.join(' ') : undefined,
    'failures to unhealthy': numberText(container.healthcheck?.retries),
    variables: [...variables].map(([key, value]) => variableText(key, value)),
    secrets: mounted.filter(isSecret),
    'open to outside': (container.ports ?? []).length > 0 ? 'yes' : 'no',
    containers: [name],
    user: container.user,
    root: container.read_only === true ? 'read-only' : 'writable',
    'writable paths': writable.map(({ container_path }) => container_path),
    'read-only paths': mounted.filter((target) => !isSecret(target)),
    memory: amount(container.memory, 'MiB'),
    'stop time': amount(container.stop_timeout, 's'),
  };
}

/** A network has no direction, but only who is called has a name on it. */
function callsOf(
  name: string,
  containers: ReadonlyMap<string, Container>,
  portOf: (name: string) => string,
): string[] {
  const own = (containers.get(name)?.networks_advanced ?? []).map((network) => network.name);
  return [...containers].flatMap(([other, { networks_advanced = [] }]) => {
    const named = networks_advanced.filter(
      (network) => own.includes(network.name) && network.aliases?.includes(other),
    );
    return other !== name && named.length > 0 ? [`${other}:${portOf(other)}`] : [];
  });
}

function variablesOf(container: Container | undefined): Map<string, string> {
  return new Map(
    (container?.env ?? []).map((one) => {
      const at = one.indexOf('=');
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}
