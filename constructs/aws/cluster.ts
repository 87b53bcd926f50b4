import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { ServiceDiscoveryHttpNamespace } from '@cdktf/provider-aws/lib/service-discovery-http-namespace';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { CallGraph } from '../core/call-graph';
import type { Edge } from '../core/connection';
import { lengthProblems, nameProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import type { SessionLog } from './exec';
import { ExecSessions } from './exec-sessions';
import { ExistingCluster, type ExistingClusterProps } from './existing-cluster';
import { logRetentionProblems } from './log-retention';
import type { INetwork } from './network';
import type { IRegistry } from './registry';
import type { ISecretStore } from './secret-store';

/** A cluster that services can run in: a new one, or one that exists. */
export interface ICluster {
  /** Name of the environment, which starts every cloud name. */
  readonly environment: string;

  /** Network whose subnets the tasks run in. */
  readonly network: INetwork;

  /** Registry of the images made from folders, if any. */
  readonly registry: IRegistry | undefined;

  /** Store of the secrets, if any. */
  readonly secrets: ISecretStore | undefined;

  /** Days that logs are kept. */
  readonly logRetentionDays: number;

  /** ARN of the cluster. */
  readonly clusterArn: string;

  /** Name of the cluster. */
  readonly clusterName: string;

  /** ARN of the Service Connect namespace. */
  readonly namespaceArn: string;

  /** Whether sessions of ECS Exec have a log: without one no service may have `exec`. */
  readonly logsSessions: boolean;

  /** What services wait for, if anything. */
  readonly ready: ITerraformDependable | undefined;

  /**
   * Takes a discovery name for a service of this cluster.
   *
   * @throws ValidationError when another service has it
   */
  reserveName(service: Construct, name: string): void;

  /** Where the sessions of ECS Exec go. */
  execSessions(): SessionLog;

  /**
   * Notes that one service calls another.
   *
   * @throws ValidationError when that closes a cycle or was noted before
   */
  addEdge(caller: Construct, edge: Edge): void;
}

/** Props of Cluster. */
export interface ClusterProps {
  /** Network whose subnets the tasks run in: the private ones, unless the network has public tasks. */
  readonly network: INetwork;

  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

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
   * Days that logs are kept.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * What Container Insights measures. `enhanced` has metrics of every task and container, and is billed by metric; `off`
   * leaves CPU and memory of each service, which cost nothing.
   *
   * @default 'enhanced'
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  readonly containerInsights?: 'enhanced' | 'off';
}

/** How ECS calls it. */
const insightsValues = { enhanced: 'enhanced', off: 'disabled' } as const;

/**
 * Where services run: an ECS cluster on Fargate with a Service Connect namespace.
 *
 * Creates: cluster, capacity providers FARGATE and FARGATE_SPOT, HTTP namespace.
 *
 * Safe by default: Container Insights with enhanced observability, private subnets only.
 *
 * @example
 * const cluster = new Cluster(this, 'Cluster', { network, environment: 'prod' });
 */
export class Cluster extends Construct implements ICluster {
  /** Name of the environment, which starts every cloud name. */
  public readonly environment: string;

  /** Network whose subnets the tasks run in. */
  public readonly network: INetwork;

  /** Registry of the images made from folders, if any. */
  public readonly registry: IRegistry | undefined;

  /** Store of the secrets, if any. */
  public readonly secrets: ISecretStore | undefined;

  /** Days that logs are kept. */
  public readonly logRetentionDays: number;

  /** ARN of the cluster. */
  public readonly clusterArn: string;

  /** Name of the cluster. */
  public readonly clusterName: string;

  /** ARN of the Service Connect namespace. */
  public readonly namespaceArn: string;

  /** Whether sessions of ECS Exec have a log: one is made for the first service that asks. */
  public readonly logsSessions = true;

  /** The raw cluster, to override what the props do not offer. */
  public readonly resource: EcsCluster;

  /** What services wait for: without the capacity providers a first task could not be placed. */
  public readonly ready: EcsClusterCapacityProviders;

  private readonly calls = new CallGraph('cluster');
  private sessions: ExecSessions | undefined;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { environment, logRetentionDays = 30, containerInsights = 'enhanced' } = props;
    throwProblems(this, [
      ...nameProblems('environment', environment),
      ...lengthProblems([environment], { thing: 'ECS cluster', maxLength: 255 }),
      ...logRetentionProblems('logRetentionDays', logRetentionDays),
    ]);

    const namespace = new ServiceDiscoveryHttpNamespace(this, 'Namespace', { name: environment });
    this.resource = new EcsCluster(this, 'Resource', {
      name: environment,
      setting: [{ name: 'containerInsights', value: insightsValues[containerInsights] }],
      serviceConnectDefaults: { namespace: namespace.arn },
    });
    this.ready = new EcsClusterCapacityProviders(this, 'CapacityProviders', {
      clusterName: this.resource.name,
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 0, weight: 1 }],
    });

    this.environment = environment;
    this.network = props.network;
    this.registry = props.registry;
    this.secrets = props.secrets;
    this.logRetentionDays = logRetentionDays;
    this.clusterArn = this.resource.arn;
    this.clusterName = this.resource.name;
    this.namespaceArn = namespace.arn;
  }

  /**
   * A cluster that exists: services are added to it, nothing of it is touched and nothing is looked up.
   *
   * @throws ValidationError when an ARN is one of something else, of another region or of another account
   */
  public static fromArn(scope: Construct, id: string, props: ExistingClusterProps): ICluster {
    return new ExistingCluster(scope, id, props);
  }

  /**
   * Takes a discovery name for a service of this cluster.
   *
   * @throws ValidationError when another service has it
   */
  public reserveName(service: Construct, name: string): void {
    throwProblems(service, this.calls.nameProblems(name));
    this.calls.addName(name);
  }

  /** Where the sessions of ECS Exec go; made for the first service that has it. */
  public execSessions(): ExecSessions {
    if (this.sessions) return this.sessions;
    const { environment, logRetentionDays: retentionDays } = this;
    const sessions = new ExecSessions(this, 'ExecSessions', { environment, retentionDays });
    this.resource.putConfiguration(sessions.configuration);
    this.sessions = sessions;
    return sessions;
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
