import type { Construct } from 'constructs';
import type { Backing, BackingPeer, Image, System } from '../constructs/core';
import { backingVariables } from '../constructs/core/backing';
import { pascalCase } from '../constructs/core/naming';
import { InternalError } from '../constructs/core/validation';
import { Bucket } from '../constructs/docker/bucket';
import { Cache } from '../constructs/docker/cache';
import type { ContainerService } from '../constructs/docker/container-service';
import { Files } from '../constructs/docker/files';
import type { IBacking } from '../constructs/docker/backing';
import type { INetwork } from '../constructs/docker/network';

/** What every backing of a Docker engine is made with. */
export interface BackingSettings {
  readonly network: INetwork;
  /** Image of the caches. */
  readonly cacheImage: Image;
  /** Whether a destroy may delete what is kept. */
  readonly disposable: boolean;
}

/** Makes every backing of a declaration and lets its callers use it. */
export function keepData(
  scope: Construct,
  services: ReadonlyMap<string, ContainerService>,
  system: System,
  settings: BackingSettings,
): void {
  const backings = new Map(
    Object.entries(system.backings).map(([name, backing]) => [
      name,
      createBacking(scope, name, backing, settings),
    ]),
  );
  for (const connection of system.backingConnections) {
    const service = services.get(connection.from);
    const backing = backings.get(connection.to);
    if (!service || !backing) {
      throw new InternalError(`the system lets '${connection.from}' use '${connection.to}'`);
    }
    service.connectTo(backing, (peer) => backingVariables(connection, peer));
  }
}

function createBacking(
  scope: Construct,
  name: string,
  backing: Backing,
  { network, cacheImage, disposable }: BackingSettings,
): IBacking<BackingPeer> {
  const id = pascalCase(name);
  const preventDestroy = !disposable;
  switch (backing.kind) {
    case 'files': {
      const { singleWriter, path } = backing;
      return new Files(scope, id, { network, name, singleWriter, path, preventDestroy });
    }
    case 'cache':
      return new Cache(scope, id, { network, name, image: cacheImage });
    case 'bucket':
      return new Bucket(scope, id, { network, name, content: backing.content, preventDestroy });
  }
}
