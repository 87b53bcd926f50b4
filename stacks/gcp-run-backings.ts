import type { Construct } from 'constructs';
import type { Backing, BackingPeer, Image, System } from '../constructs/core';
import { pascalCase } from '../constructs/core/naming';
import { ValidationError } from '../constructs/core/validation';
import type { IBacking } from '../constructs/gcp/backing';
import { Bucket } from '../constructs/gcp/bucket';
import { Cache } from '../constructs/gcp/cache';
import type { CloudRunService } from '../constructs/gcp/cloud-run-service';
import { Files } from '../constructs/gcp/files';
import type { Region } from '../constructs/gcp/region';
import type { CloudRunCacheSettings, FilesSettings } from './config';
import { connectBackings } from './connections';

/** What every backing on Google Cloud is made with. */
export interface BackingSettings {
  readonly region: Region;
  /** Size of each cache; what is not listed has the construct's defaults. */
  readonly caches: Readonly<Record<string, CloudRunCacheSettings>>;
  /** What is accepted for each files. */
  readonly files: Readonly<Record<string, FilesSettings>>;
  /** Image of the containers that copy files. */
  readonly litestreamImage: Image;
  /** Whether a destroy may delete what is kept. */
  readonly disposable: boolean;
}

/** Makes every backing of a declaration and lets its callers use it; returns them in the order of the declaration. */
export function keepData(
  scope: Construct,
  services: ReadonlyMap<string, CloudRunService>,
  system: System,
  settings: BackingSettings,
): IBacking<BackingPeer>[] {
  const backings = Object.entries(system.backings).map(
    ([name, backing]) => [name, createBacking(scope, name, backing, settings)] as const,
  );
  connectBackings(services, new Map(backings), system.backingConnections);
  return backings.map(([, backing]) => backing);
}

function createBacking(
  scope: Construct,
  name: string,
  backing: Backing,
  { region, caches, files, litestreamImage, disposable }: BackingSettings,
): IBacking<BackingPeer> {
  const id = pascalCase(name);
  const preventDestroy = !disposable;
  switch (backing.kind) {
    case 'files': {
      const { path } = backing;
      const kept = files[name];
      if (!kept) {
        throw new ValidationError(scope, [
          `'files' of the environment has no '${name}', and nobody can choose how much of its data may be lost; add it with 'acceptsDataLossSeconds'`,
        ]);
      }
      return new Files(scope, id, { region, name, path, litestreamImage, preventDestroy, ...kept });
    }
    case 'cache': {
      return new Cache(scope, id, {
        region,
        name,
        deletionProtection: preventDestroy,
        ...caches[name],
      });
    }
    case 'bucket': {
      const { content } = backing;
      return new Bucket(scope, id, { region, name, content, preventDestroy });
    }
  }
}
