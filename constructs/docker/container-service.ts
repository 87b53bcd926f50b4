import { Container, type ContainerNetworksAdvanced } from '@cdktf/provider-docker/lib/container';
import type { Image as DockerImage } from '@cdktf/provider-docker/lib/image';
import { Volume } from '@cdktf/provider-docker/lib/volume';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  addedVariableProblems,
  type Connectable,
  type ConnectionEnvironment,
  peerByName,
} from '../core/connection';
import { cloudName, kebabCase, pascalCase } from '../core/naming';
import { throwProblems } from '../core/validation';
import { type ResolvedWorkload, resolveWorkload, type Workload } from '../core/workload';
import { environmentLabel } from './connection-networks';
import type { IBacking } from './backing';
import { containerConfig, environmentList, type PublishedPort } from './container-config';
import {
  type ContainerMount,
  hostBlocks,
  secretMounts,
  secretsFolder,
  volumeBlocks,
  volumeMounts,
  volumeSuffix,
} from './container-mount';
import { calleeProblems, containerServiceProblems, mountProblems } from './container-service-rules';
import type { INetwork } from './network';
import { createImage } from './service-image';

/** Props of ContainerService. */
export interface ContainerServiceProps {
  /** Network that the service is part of; it brings the environment's name along. */
  readonly network: INetwork;

  /** What runs. */
  readonly workload: Workload;

  /**
   * Discovery name: others call `http://<name>:<port>`. The container is called `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * CPUs that the container may use at most, 0.01 to 64, in hundredths.
   *
   * @default 0.5
   */
  readonly cpus?: number;

  /**
   * MiB of memory that the container may use at most, 6 or more. It gets no swap.
   *
   * @default 512
   */
  readonly memoryMiB?: number;

  /**
   * Ports of the host that lead into the container, on loopback unless told otherwise. The service then is on the
   * entrance, which has a way out too.
   *
   * @default - nothing is published
   */
  readonly publish?: readonly PublishedPort[];

  /**
   * Seconds between two probes, 1 to 300. A caller starts after the first probe of its callee that passes, so that a
   * short time is a short start.
   *
   * @default 5
   */
  readonly probeSeconds?: number;

  /**
   * Folder of the host with one file per secret, named like the secret. Each is mounted read-only, and `<VARIABLE>_FILE`
   * says where: Docker has no store, and a value would stand in the state and in `docker inspect`.
   *
   * @default - the workload may have no secrets
   */
  readonly secretsDirectory?: string;

  /**
   * Refuses a destroy of what the writable paths hold.
   *
   * @default false
   */
  readonly preventDestroy?: boolean;
}

/**
 * A container that runs on a Docker engine and is found by its name.
 *
 * Creates: image (built on the engine, or pulled), container, and one named volume per writable path.
 *
 * Safe by default: read-only root, numeric user, no Linux capabilities, no new privileges, bounded memory, processors and
 * logs, no network until `connectTo` opens one, nothing published. A deployment whose container does not become healthy
 * fails.
 *
 * @example
 * const api = new ContainerService(this, 'Api', { network, workload: { image, port: 8080, health } });
 * const web = new ContainerService(this, 'Web', { network, workload: webWorkload, cpus: 1 });
 * web.connectTo(api, (api) => ({ BACKEND_URL: api.url }));
 */
export class ContainerService extends Construct implements Connectable<ContainerService> {
  /** Discovery name. */
  public readonly name: string;

  /** Port that the service serves on. */
  public readonly port: number;

  /** What is spoken on the port. */
  public readonly protocol: 'http' | 'websocket';

  /** Seconds after which the service closes an idle connection. */
  public readonly keepAliveSeconds: number;

  /** Seconds from the stop signal to the kill. */
  public readonly shutdownSeconds: number;

  /** Name of the container on the host, for `docker logs`. */
  public readonly containerName: string;

  /** Writable path to the name of its volume. */
  public readonly volumeNames: Readonly<Record<string, string>>;

  /** Network that the service is part of. */
  public readonly network: INetwork;

  /** The raw container, to override what the props do not offer. */
  public readonly resource: Container;

  /** The raw image, to override what the props do not offer. */
  public readonly image: DockerImage;

  private readonly workload: ResolvedWorkload;
  private readonly secretNames: readonly string[];
  private readonly variables: Record<string, string>;
  private readonly joined = new Map<string, ContainerNetworksAdvanced>();
  private readonly callees = new Map<string, Container>();
  private readonly mounts: ContainerMount[];

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { network } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, containerServiceProblems(name, props));
    network.connections.reserveName(this, name);

    const workload = resolveWorkload(props.workload);
    const publish = props.publish ?? [];
    this.name = name;
    this.network = network;
    this.workload = workload;
    this.containerName = cloudName(network.environment, name);
    this.secretNames = Object.keys(workload.secrets);
    this.variables = { ...workload.environment, ...secretVariables(workload) };

    this.image = createImage(this, network.environment, workload.image);
    this.volumeNames = this.createVolumes(props.preventDestroy ?? false);
    const secretNames = Object.values(workload.secrets).map((secret) => secret.name);
    this.mounts = [
      ...volumeMounts(this.volumeNames),
      ...secretMounts(secretNames, props.secretsDirectory ?? ''),
    ];
    this.resource = this.createContainer(props, publish);
    if (publish.length > 0) this.join('entrance', { name: network.entranceId });
    this.renewVariables();

    this.port = workload.port;
    this.protocol = workload.protocol;
    this.keepAliveSeconds = workload.keepAliveSeconds;
    this.shutdownSeconds = workload.shutdownSeconds;
  }

  /**
   * Lets this service use a backing: mounts it or opens the way to it, and adds the variables.
   *
   * @throws ValidationError when the backing is somebody else's alone, or a variable or a directory is taken
   */
  public connectTo<Peer>(
    backing: IBacking<Peer>,
    environment?: (peer: Peer) => Readonly<Record<string, string>>,
  ): void;

  /**
   * Lets this service call another: puts both on a network of their own where the callee has its name, adds the
   * variables, and starts this service after the callee is healthy.
   *
   * @throws ValidationError when the connection closes a cycle, repeats one or repeats a variable
   */
  public connectTo(callee: ContainerService, environment?: ConnectionEnvironment): void;

  public connectTo(
    callee: ContainerService | IBacking<unknown>,
    environment?: (peer: never) => Readonly<Record<string, string>>,
  ): void {
    const service = callee instanceof ContainerService;
    const peer = service ? peerByName(callee.name, callee.port) : callee.peer;
    // the overloads pair each callee with the function of its own peer
    const added = environment?.(peer as never) ?? {};
    const taken = [...Object.keys(this.variables), ...this.secretNames];
    throwProblems(this, [
      ...(service ? calleeProblems(this, callee) : []),
      ...addedVariableProblems(this.name, taken, added, callee.name),
    ]);
    if (service) this.openWayTo(callee);
    else callee.attachTo(this);
    Object.assign(this.variables, added);
    this.renewVariables();
  }

  /**
   * Shows the container one more volume or folder of the host.
   *
   * @throws ValidationError when the directory is taken
   */
  public mount(mount: ContainerMount): void {
    throwProblems(this, mountProblems(this.mounts, mount));
    this.mounts.push(mount);
    this.resource.putVolumes(volumeBlocks(this.mounts));
    this.resource.putMounts(hostBlocks(this.mounts));
  }

  private openWayTo(callee: ContainerService): void {
    const edge = { from: this.name, to: callee.name };
    const network = this.network.connections.connect(this, edge);

    // a name for the callee alone: Docker's networks have no direction, but the names say who is called
    this.join(network.node.id, { name: network.id });
    callee.join(network.node.id, { name: network.id, aliases: [callee.name] });
    this.callees.set(callee.name, callee.resource);
    this.renewDependencies();
  }

  private join(key: string, network: ContainerNetworksAdvanced): void {
    this.joined.set(key, network);
    this.resource.networkMode = 'bridge';
    this.resource.putNetworksAdvanced(sortedValues(this.joined));
  }

  private renewVariables(): void {
    this.resource.env = environmentList(this.variables, this.workload.port);
  }

  private renewDependencies(): void {
    this.resource.dependsOn = sortedValues(this.callees).map((callee) => dependable(callee));
  }

  /** A volume that is empty when it is first mounted takes content, owner and mode from the image's directory. */
  private createVolumes(preventDestroy: boolean): Record<string, string> {
    const { environment } = this.network;
    const volumes = this.workload.writablePaths.map((path) => {
      const suffix = volumeSuffix(path);
      const volume = new Volume(this, `Volume${pascalCase(suffix)}`, {
        // no name of a service has the underscore: the volumes of `a` and of `a-b` never meet
        name: `${this.containerName}_${suffix}`,
        driver: 'local',
        labels: [{ label: environmentLabel, value: environment }],
        ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
      });
      return [path, volume.name] as const;
    });
    return Object.fromEntries(volumes);
  }

  private createContainer(
    props: ContainerServiceProps,
    publish: readonly PublishedPort[],
  ): Container {
    const { cpus = 0.5, memoryMiB = 512, probeSeconds = 5 } = props;
    const config = containerConfig(this.workload, {
      environment: this.network.environment,
      containerName: this.containerName,
      imageId: this.image.imageId,
      cpus,
      memoryMiB,
      probeSeconds,
      mounts: this.mounts,
      publish,
    });
    return new Container(this, 'Resource', config);
  }
}

/** Where the container finds each secret, in place of its value. */
function secretVariables({ secrets }: ResolvedWorkload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([variable, { name }]) => [
      `${variable}_FILE`,
      `${secretsFolder}/${name}`,
    ]),
  );
}

function sortedValues<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
