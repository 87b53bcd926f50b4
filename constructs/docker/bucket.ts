import { Volume } from '@cdktf/provider-docker/lib/volume';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { Backing, type BucketPeer } from '../core/backing';
import { cloudName, kebabCase, nameProblems } from '../core/naming';
import { folderForTerraform } from '../core/terraform-path';
import { throwProblems } from '../core/validation';
import type { IBacking } from './backing';
import { environmentLabel } from './connection-networks';
import type { ContainerMount } from './container-mount';
import type { ContainerService } from './container-service';
import type { INetwork } from './network';

/** Props of Bucket. */
export interface BucketProps {
  /** Network of the environment whose name starts the volume's. */
  readonly network: INetwork;

  /**
   * Name of the backing: callers see the bucket as `/mnt/<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Folder of the repository whose files are the bucket's objects, read-only. The engine must be the one of this
   * machine: another one has no such folder.
   *
   * @default - an empty volume, which callers may write
   */
  readonly content?: string;

  /**
   * Refuses a destroy of the volume. A folder of the repository is never deleted.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

/**
 * A bucket of objects on a Docker engine, which has no object store: a folder that callers find under `file://`.
 *
 * Creates: one named volume, or nothing where the content is a folder of the repository.
 *
 * Safe by default: the files of a folder are read-only, and a destroy of the stack refuses to delete a volume.
 *
 * @example
 * const pages = new Bucket(this, 'Pages', { network, content: 'services/static-site/pages' });
 * site.connectTo(pages, (pages) => ({ CONTENT_URI: pages.uri }));
 */
export class Bucket extends Construct implements IBacking<BucketPeer> {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the bucket. */
  public readonly peer: BucketPeer;

  /** The raw volume, to override what the props do not offer; undefined where a folder is mounted. */
  public readonly resource: Volume | undefined;

  private readonly mount: ContainerMount;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { environment } = props.network;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, nameProblems('name', name));
    const { content } = Backing.bucket(props);
    const preventDestroy = props.preventDestroy ?? true;
    const path = `/mnt/${name}`;

    this.resource =
      content === undefined
        ? new Volume(this, 'Resource', {
            name: `${cloudName(environment, name)}_bucket`,
            driver: 'local',
            labels: [{ label: environmentLabel, value: environment }],
            ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
          })
        : undefined;

    this.name = name;
    this.peer = { name, uri: `file://${path}` };
    this.mount = this.resource
      ? { path, source: { volumeName: this.resource.name }, readOnly: false }
      : { path, source: { hostPath: this.hostPath(content ?? '') }, readOnly: true };
  }

  /** Mounts the bucket in a service; its `connectTo` calls this. */
  public attachTo(caller: ContainerService): void {
    caller.mount(this.mount);
  }

  /** The engine wants the whole path, which only the machine that deploys knows. */
  private hostPath(folder: string): string {
    return Fn.abspath(folderForTerraform(this, folder));
  }
}
