import { Volume } from '@cdktf/provider-docker/lib/volume';
import { Construct } from 'constructs';
import { Backing, type FilesPeer } from '../core/backing';
import { cloudName, kebabCase, nameProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import type { IBacking } from './backing';
import { environmentLabel } from './connection-networks';
import type { ContainerService } from './container-service';
import type { INetwork } from './network';

/** Props of Files. */
export interface FilesProps {
  /** Network of the environment whose name starts the volume's. */
  readonly network: INetwork;

  /**
   * Name of the backing. The volume is called `<environment>-<name>_files`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Lets one service alone use the files.
   *
   * @default true
   */
  readonly singleWriter?: boolean;

  /**
   * Absolute directory in which callers see the files. Their image owns it as their user and declares it as a VOLUME: a
   * fresh volume takes owner and mode from there.
   *
   * @default '/data'
   */
  readonly path?: string;

  /**
   * Refuses a destroy of the files.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

/**
 * Files on the disk of a Docker engine that outlive their container.
 *
 * Creates: one named volume.
 *
 * Safe by default: one service uses them, and a destroy of the stack refuses to delete them.
 *
 * @example
 * const files = new Files(this, 'Users', { network });
 * api.connectTo(files, (files) => ({ DB_PATH: `${files.path}/users.db` }));
 */
export class Files extends Construct implements IBacking<FilesPeer> {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the files. */
  public readonly peer: FilesPeer;

  /** Name of the volume on the host. */
  public readonly volumeName: string;

  /** The raw volume, to override what the props do not offer. */
  public readonly resource: Volume;

  private readonly singleWriter: boolean;
  private readonly callers: string[] = [];

  constructor(scope: Construct, id: string, props: FilesProps) {
    super(scope, id);
    const { environment } = props.network;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, nameProblems('name', name));
    const { singleWriter, path } = Backing.files(props);
    const preventDestroy = props.preventDestroy ?? true;

    this.resource = new Volume(this, 'Resource', {
      // no name of a service has the underscore: this volume never meets one of a writable path
      name: `${cloudName(environment, name)}_files`,
      driver: 'local',
      labels: [{ label: environmentLabel, value: environment }],
      ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
    });

    this.name = name;
    this.peer = { name, path, network: false };
    this.volumeName = this.resource.name;
    this.singleWriter = singleWriter;
  }

  /** Mounts the files in a service; its `connectTo` calls this. */
  public attachTo(caller: ContainerService): void {
    const [owner] = this.callers;
    throwProblems(
      this,
      this.singleWriter && owner !== undefined
        ? [
            `'connectTo' lets '${caller.name}' use '${this.name}', which has a single writer, '${owner}'; set 'singleWriter' to false if both may write`,
          ]
        : [],
    );
    caller.mount({
      path: this.peer.path,
      source: { volumeName: this.volumeName },
      readOnly: false,
    });
    this.callers.push(caller.name);
  }
}
