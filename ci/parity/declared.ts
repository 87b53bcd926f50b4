import type { System } from '../../constructs/core';
import { peerByName } from '../../constructs/core/connection';
import { type Route, routeLabel } from '../../constructs/core/route';
import { resolveWorkload, type Workload } from '../../constructs/core/workload';
import { configVariable } from '../../constructs/nginx/payload';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { proxyWorkload } from '../../constructs/nginx/proxy-workload';
import { proxyImage, system } from '../../services/system';
import { proxyName, type RouteFacts, type ServiceFacts, type SystemFacts } from './facts';

/** Memory of a service that nobody sized: the default of the construct on every platform. */
const defaultMemory = '512 MiB';

/** What services/system.ts says, with its defaults written out, and the proxy that its routes ask for. */
export function declaredFacts(declared: System = system): SystemFacts {
  const { workloads, routes } = declared;
  const { environment, ...proxy } = proxyWorkload({
    image: proxyImage,
    configuration: '',
    routes,
    platform: dockerPlatform(),
  });
  const { [configVariable]: _, ...rest } = environment ?? {};
  const all: Record<string, Workload> = {
    ...workloads,
    [proxyName]: { ...proxy, environment: rest },
  };
  return {
    services: Object.fromEntries(
      Object.entries(all).map(([name, workload]) => [name, serviceFacts(name, workload, declared)]),
    ),
    routes: Object.fromEntries(
      routes.map((route) => [routeLabel(route), routeFacts(route, workloads)]),
    ),
  };
}

function serviceFacts(name: string, workload: Workload, declared: System): ServiceFacts {
  const { port, health, environment, secrets, ...rest } = resolveWorkload(workload);
  const portOf = (other: string): number => declared.workloads[other]?.port ?? 0;
  const connections = declared.connections.filter(({ from }) => from === name);
  const added = connections.map(
    ({ to, environment: variables }) => variables?.(peerByName(to, portOf(to))) ?? {},
  );
  const targets = name === proxyName ? declared.routes.map(({ target }) => target) : [];
  const callees = [...new Set([...connections.map(({ to }) => to), ...targets])];
  const variables = new Map([environment, ...added].flatMap(Object.entries<string>));
  return {
    port: String(port),
    'health path': health.path,
    'health command': health.command?.join(' '),
    'failures to unhealthy': String(health.failuresToUnhealthy),
    variables: [...variables].map(([key, value]) => `${key}=${value}`),
    secrets: Object.keys(secrets),
    calls: callees.map((to) => `${to}:${portOf(to)}`),
    'open to outside': name === proxyName ? 'yes' : 'no',
    containers: [name],
    user: String(rest.user),
    root: 'read-only',
    'writable paths': rest.writablePaths,
    memory: defaultMemory,
    'stop time': `${rest.shutdownSeconds} s`,
  };
}

function routeFacts(route: Route, workloads: Readonly<Record<string, Workload>>): RouteFacts {
  const { target, access, stripPrefix, timeoutSeconds, bodyLimitKiB, retryServerErrors } = route;
  const { port, protocol = 'http' } = workloads[target] ?? {};
  const who = {
    open: '',
    password: access.login?.name,
    addresses: [...access.ranges].sort().join(' '),
  };
  return {
    upstream: `${target}:${port ?? 0}`,
    access: `${access.kind} ${who[access.kind] ?? ''}`.trim(),
    prefix: stripPrefix ? 'stripped' : 'kept',
    timeout: `${timeoutSeconds} s`,
    body: `${bodyLimitKiB} KiB`,
    retries: `${retryServerErrors ? '500 ' : ''}502 503 504`,
    upgrades: protocol === 'websocket' ? 'yes' : 'no',
  };
}
