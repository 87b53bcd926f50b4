import type { Connectable, Connection } from '../constructs/core';
import { InternalError } from '../constructs/core/validation';

/** Lets every caller of a declaration call its callee. */
export function connectServices<Service extends Connectable<Service>>(
  services: ReadonlyMap<string, Service>,
  connections: readonly Connection[],
): void {
  for (const { from, to, environment } of connections) {
    serviceNamed(services, from).connectTo(serviceNamed(services, to), environment);
  }
}

function serviceNamed<Service>(services: ReadonlyMap<string, Service>, name: string): Service {
  const service = services.get(name);
  if (!service) throw new InternalError(`the system lets a connection name '${name}'`);
  return service;
}
