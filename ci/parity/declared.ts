import type { System } from '../../constructs/core';
import { anyPeer, backingVariables, cachePort } from '../../constructs/core/backing';
import { peerByName } from '../../constructs/core/connection';
import { type Route, routeLabel } from '../../constructs/core/route';
import { resolveWorkload, type Workload } from '../../constructs/core/workload';
import { configVariable } from '../../constructs/nginx/payload';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { cacheWorkload } from '../../constructs/docker/cache';
import { proxyWorkload } from '../../constructs/nginx/proxy-workload';
import { cacheImage, proxyImage, system } from '../../services/system';
import type { Declared } from './comparison';
import { proxyName, type RouteFacts, type ServiceFacts, type SystemFacts } from './facts';

/** Memory of a service that nobody sized: the default of the construct on every platform. */
const defaultMemory = '512 MiB';

/** What is declared for each platform: in the clouds a managed cache takes the place of the container. */
export function declaredOnPlatforms(): Declared {
  const whole = declaredFacts();
  const { cache: _, ...containers } = whole.services;
  const managed = { ...whole, services: containers };
  return { compose: whole, local: whole, 'ecs-prod': managed, 'gcp-run': managed };
}

/** What services/system.ts says, with its defaults written out, and the proxy that its routes ask for. */
export function declaredFacts(declared: System = system): SystemFacts {
  const { workloads, backings, routes } = declared;
  const { environment, ...proxy } = proxyWorkload({
    image: proxyImage,
    configuration: '',
    routes,
    platform: dockerPlatform(),
  });
  const { [configVariable]: _, ...rest } = environment ?? {};
  const all: Record<string, Workload> = {
    ...workloads,
    ...Object.fromEntries(
      Object.entries(backings).flatMap(([name, { kind }]) =>
        kind === 'cache' ? [[name, cacheWorkload(cacheImage)]] : [],
      ),
    ),
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
  const portOf = (other: string): number => declared.workloads[other]?.port ?? cachePort;
  const connections = declared.connections.filter(({ from }) => from === name);
  const kept = keptBy(name, declared);
  const added = [
    ...connections.map(
      ({ to, environment: variables }) => variables?.(peerByName(to, portOf(to))) ?? {},
    ),
    ...kept.variables,
  ];
  const targets = name === proxyName ? declared.routes.map(({ target }) => target) : [];
  const callees = [...new Set([...connections.map(({ to }) => to), ...targets, ...kept.caches])];
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
    'writable paths': [...rest.writablePaths, ...kept.writable],
    'read-only paths': kept.readOnly,
    memory: defaultMemory,
    'stop time': `${rest.shutdownSeconds} s`,
  };
}

/** What a workload gets of the backings that it is connected to. */
function keptBy(workload: string, { backings, backingConnections }: System) {
  const own = backingConnections.flatMap((connection) => {
    const backing = connection.from === workload ? backings[connection.to] : undefined;
    return backing ? [{ connection, backing, name: connection.to }] : [];
  });
  return {
    variables: own.map(({ connection, backing, name }) =>
      backingVariables(connection, anyPeer(name, backing)),
    ),
    caches: own.flatMap(({ backing, name }) => (backing.kind === 'cache' ? [name] : [])),
    writable: own.flatMap(({ backing }) => (backing.kind === 'files' ? [backing.path] : [])),
    readOnly: own.flatMap(({ backing, name }) =>
      backing.kind === 'bucket' ? [`/mnt/${name}`] : [],
    ),
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
