import { Construct } from 'constructs';
import { CallGraph } from '../core/call-graph';
import type { Edge } from '../core/connection';
import type { Image } from '../core/image';
import { nameProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import type { INetwork } from './network';
import { placeProblems } from './place';
import type { IRegistry } from './registry';
import type { ISecretStore } from './secret-store';

/** Props of Region. */
export interface RegionProps {
  /** Network that the services call each other through; it brings the region along. */
  readonly network: INetwork;

  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

  /**
   * Id of the project that the services run in.
   *
   * @default - the project of the network
   */
  readonly projectId?: string;

  /**
   * Registry that holds the images made by `Image.fromFolder`.
   *
   * @default - only images of `Image.fromRegistry` can run
   */
  readonly registry?: IRegistry;

  /**
   * Store that the workloads' secrets are bound to.
   *
   * @default - no workload may have a secret
   */
  readonly secrets?: ISecretStore;

  /**
   * Image of the sidecar that adds identity to calls, built from `services/reverse-proxy`.
   *
   * @default - no service may call another
   */
  readonly sidecarImage?: Image;

  /**
   * Whether the services' accounts are there already, for example by the `services` of a GithubIdentity: then they are looked
   * up by their names, `<environment>-<service>`.
   *
   * @default false
   */
  readonly existingServiceAccounts?: boolean;
}

/**
 * Where services run: one region of one project on Cloud Run, where nothing has to be made first. It keeps names unique
 * and knows who calls whom.
 *
 * Creates: nothing.
 *
 * @example
 * const region = new Region(this, 'Region', { network, environment: 'prod', registry, secrets, sidecarImage: proxyImage });
 */
export class Region extends Construct {
  /** Name of the environment, which starts every cloud name. */
  public readonly environment: string;

  /** Id of the project that the services run in. */
  public readonly projectId: string;

  /** Region, for example `europe-west1`. */
  public readonly location: string;

  /** Network that the services call each other through. */
  public readonly network: INetwork;

  /** Registry of the images made from folders, if any. */
  public readonly registry: IRegistry | undefined;

  /** Store of the secrets, if any. */
  public readonly secrets: ISecretStore | undefined;

  /** Image of the sidecar that adds identity to calls, if any. */
  public readonly sidecarImage: Image | undefined;

  /** Whether the services' accounts are looked up instead of made. */
  public readonly existingServiceAccounts: boolean;

  private readonly calls = new CallGraph('region');
  private instances = 0;

  constructor(scope: Construct, id: string, props: RegionProps) {
    super(scope, id);
    const { network, environment } = props;
    const { location } = network;
    const projectId = props.projectId ?? network.projectId;
    throwProblems(this, [
      ...nameProblems('environment', environment),
      ...placeProblems({ projectId, location }),
    ]);

    this.environment = environment;
    this.projectId = projectId;
    this.location = location;
    this.network = network;
    this.registry = props.registry;
    this.secrets = props.secrets;
    this.sidecarImage = props.sidecarImage;
    this.existingServiceAccounts = props.existingServiceAccounts ?? false;
  }

  /**
   * Takes a discovery name for a service of this region, and addresses for its instances.
   *
   * @throws ValidationError when another service has the name, or the network has no addresses left
   */
  public reserveName(service: Construct, name: string, maxInstances: number): void {
    const total = this.instances + maxInstances;
    const { network } = this;
    throwProblems(service, [
      ...this.calls.nameProblems(name),
      ...(total > network.maxInstances
        ? [
            `'scaling' makes ${total} instances of all services so far, and the network has addresses for ${network.maxInstances}; give the Network a larger 'cidr' or lower 'maxInstances' of a service`,
          ]
        : []),
    ]);
    this.calls.addName(name);
    this.instances = total;
  }

  /**
   * Notes that one service calls another.
   *
   * @throws ValidationError when that closes a cycle or was noted before
   */
  public addEdge(caller: Construct, edge: Edge): void {
    this.calls.addEdge(caller, edge);
  }
}
