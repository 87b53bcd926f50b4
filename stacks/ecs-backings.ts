import type { Construct } from 'constructs';
import type { IBacking } from '../constructs/aws/backing';
import { Bucket } from '../constructs/aws/bucket';
import { Cache } from '../constructs/aws/cache';
import type { Cluster } from '../constructs/aws/cluster';
import type { FargateService } from '../constructs/aws/fargate-service';
import { Files } from '../constructs/aws/files';
import type { IWatchable } from '../constructs/aws/watched';
import type { Backing, BackingPeer, System } from '../constructs/core';
import { pascalCase } from '../constructs/core/naming';
import type { CacheSettings } from './config';
import { connectBackings } from './connections';

/** What every backing of an environment on ECS is made with. */
export interface BackingSettings {
  readonly cluster: Cluster;
  /** Size of each cache; what is not listed has the construct's defaults. */
  readonly caches: Readonly<Record<string, CacheSettings>>;
  /** Whether a destroy may delete what is kept. */
  readonly disposable: boolean;
}

/** Makes every backing of a declaration, lets its callers use it, and gives back what alarms can watch of them. */
export function keepData(
  scope: Construct,
  services: ReadonlyMap<string, FargateService>,
  system: System,
  settings: BackingSettings,
): IWatchable[] {
  const backings = Object.entries(system.backings).map(
    ([name, backing]) => [name, createBacking(scope, name, backing, settings)] as const,
  );
  connectBackings(services, new Map(backings), system.backingConnections);
  return backings.flatMap(([, backing]) => ('watchedBy' in backing ? [backing] : []));
}

function createBacking(
  scope: Construct,
  name: string,
  backing: Backing,
  { cluster, caches, disposable }: BackingSettings,
): IBacking<BackingPeer> | (IBacking<BackingPeer> & IWatchable) {
  const id = pascalCase(name);
  // undefined leaves the decision to the construct: pages that the repository holds need no protection
  const preventDestroy = disposable ? false : undefined;
  switch (backing.kind) {
    case 'files': {
      const { singleWriter, path } = backing;
      return new Files(scope, id, { cluster, name, singleWriter, path, preventDestroy });
    }
    case 'cache':
      return new Cache(scope, id, { cluster, name, ...caches[name], preventDestroy });
    case 'bucket':
      return new Bucket(scope, id, { cluster, name, content: backing.content, preventDestroy });
  }
}
