import type { BackingPeer, Connectable, Connection } from '../constructs/core';
import { type BackingConnection, backingVariables } from '../constructs/core/backing';
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

/** A service of one platform that can be given the use of a backing of that platform. */
interface UserOf<Kept> {
  connectTo(
    backing: Kept,
    environment: (peer: BackingPeer) => Readonly<Record<string, string>>,
  ): void;
}

/** Lets every caller of a declaration use its backings. */
export function connectBackings<Kept, Service extends UserOf<Kept>>(
  services: ReadonlyMap<string, Service>,
  backings: ReadonlyMap<string, Kept>,
  connections: readonly BackingConnection[],
): void {
  for (const connection of connections) {
    const backing = backings.get(connection.to);
    if (!backing) throw new InternalError(`the system lets a connection name '${connection.to}'`);
    serviceNamed(services, connection.from).connectTo(backing, (peer) =>
      backingVariables(connection, peer),
    );
  }
}

function serviceNamed<Service>(services: ReadonlyMap<string, Service>, name: string): Service {
  const service = services.get(name);
  if (!service) throw new InternalError(`the system lets a connection name '${name}'`);
  return service;
}
