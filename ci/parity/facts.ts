/** What one fact came to: a value, several in no order, or undefined where the documents do not say it. */
export type Value = string | readonly string[] | undefined;

/** What every platform says, or cannot say, about one service. */
export interface ServiceFacts {
  /** Port that the service listens on. */
  readonly port: Value;
  /** Path that answers while the service can serve. */
  readonly 'health path': Value;
  /** Command inside the container that ends well while the service can serve. */
  readonly 'health command': Value;
  /** Probes in a row that must fail. */
  readonly 'failures to unhealthy': Value;
  /** Plain variables with their values; addresses are those of the declaration, wherever they lead through. */
  readonly variables: Value;
  /** Variables that come from a store. */
  readonly secrets: Value;
  /** Whom the service may call, and at which port. */
  readonly calls: Value;
  /** Whether somebody outside reaches it without another service in between. */
  readonly 'open to outside': Value;
  /** Containers that run side by side. */
  readonly containers: Value;
  /** Numeric user. */
  readonly user: Value;
  /** Whether the root can be written. */
  readonly root: Value;
  /** Directories that can be written. */
  readonly 'writable paths': Value;
  /** Directories and files of the platform that can be read and not written. */
  readonly 'read-only paths': Value;
  /** Memory at most. */
  readonly memory: Value;
  /** Time from the stop signal to the kill. */
  readonly 'stop time': Value;
}

/** What every platform says about one route of the proxy. */
export interface RouteFacts {
  /** Service and port that answer. */
  readonly upstream: Value;
  /** Who may use it. */
  readonly access: Value;
  /** Whether its path is passed on. */
  readonly prefix: Value;
  /** Time that the service has for an answer. */
  readonly timeout: Value;
  /** Largest body of a request. */
  readonly body: Value;
  /** What is tried again. */
  readonly retries: Value;
  /** Whether WebSockets pass. */
  readonly upgrades: Value;
}

/** The same facts, read from the declaration or from the documents of one platform. */
export interface SystemFacts {
  readonly services: Readonly<Record<string, ServiceFacts>>;
  readonly routes: Readonly<Record<string, RouteFacts>>;
}

/** The renderings that are compared. */
export const platforms = ['compose', 'local', 'ecs-prod', 'gcp-run'] as const;

/** One rendering. */
export type Platform = (typeof platforms)[number];

/** Name of the proxy in front of all services. */
export const proxyName = 'reverse-proxy';

/** A variable with its value, but for the configuration of nginx, whose routes are facts of their own. */
export function variableText(name: string, value: string): string {
  return name === 'NGINX_CONF' ? name : `${name}=${value}`;
}

/** A number with its unit, or undefined where there is no number. */
export function amount(value: unknown, unit: string): Value {
  const number = Number(value);
  return value === undefined || Number.isNaN(number) ? undefined : `${number} ${unit}`;
}

/** A number as text, or undefined where there is none. */
export function numberText(value: unknown): Value {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
    ? String(value)
    : undefined;
}
