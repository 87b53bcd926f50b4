import type { Construct } from 'constructs';
import type { Backing, BackingPeer, Image, System } from '../constructs/core';
import { pascalCase } from '../constructs/core/naming';
import { Bucket } from '../constructs/docker/bucket';
import { Cache } from '../constructs/docker/cache';
import type { ContainerService } from '../constructs/docker/container-service';
import { Files } from '../constructs/docker/files';
import type { IBacking } from '../constructs/docker/backing';
import type { INetwork } from '../constructs/docker/network';
import { connectBackings } from './connections';

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
  const backings = Object.entries(system.backings).map(
    ([name, backing]) => [name, createBacking(scope, name, backing, settings)] as const,
  );
  connectBackings(services, new Map(backings), system.backingConnections);
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
