import { Fn, type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { CallGraph } from '../core/call-graph';
import type { Edge } from '../core/connection';
import { known } from '../core/known';
import { nameProblems } from '../core/naming';
import { InternalError, throwProblems } from '../core/validation';
import { arnProblems, type GivenArn, lastPartOf } from './arn';
import type { ICluster } from './cluster';
import type { SessionLog } from './exec';
import { logRetentionProblems } from './log-retention';
import type { INetwork } from './network';
import type { IRegistry } from './registry';
import type { ISecretStore } from './secret-store';

/** Props of Cluster.fromArn. */
export interface ExistingClusterProps {
  /** ARN of the cluster. Its capacity providers must hold the ones that the services use. */
  readonly clusterArn: string;

  /** ARN of the Service Connect namespace of its services. */
  readonly namespaceArn: string;

  /** Network whose subnets the tasks run in: the private ones, unless the network has public tasks. */
  readonly network: INetwork;

  /**
   * Start of the cloud names of what this stack adds, for example `prod`. Two stacks with one cluster and one environment
   * need different names for their services.
   */
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
   * Days that the logs of the added services are kept.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * Log and key of the cluster's ECS Exec sessions, as it is set up.
   *
   * @default - no service may have `exec`
   */
  readonly execSessions?: SessionLog;
}

/** A cluster that exists: services are added to it, nothing of it is touched and nothing is looked up. */
export class ExistingCluster extends Construct implements ICluster {
  /** Start of the cloud names of what the stack adds. */
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

  /** Whether sessions of ECS Exec have a log. */
  public readonly logsSessions: boolean;

  /** Nothing has to be waited for. */
  public readonly ready: ITerraformDependable | undefined = undefined;

  // what other stacks call is theirs to judge
  private readonly calls = new CallGraph('cluster');
  private readonly sessions: SessionLog | undefined;

  constructor(scope: Construct, id: string, props: ExistingClusterProps) {
    super(scope, id);
    const { environment, clusterArn, namespaceArn, logRetentionDays = 30, execSessions } = props;
    throwProblems(this, [
      ...arnProblems(this, givenArns(props)),
      ...nameProblems('environment', environment),
      ...logRetentionProblems('logRetentionDays', logRetentionDays),
    ]);

    this.environment = environment;
    this.network = props.network;
    this.registry = props.registry;
    this.secrets = props.secrets;
    this.logRetentionDays = logRetentionDays;
    this.clusterArn = clusterArn;
    this.clusterName = known(clusterArn)
      ? lastPartOf(clusterArn)
      : Token.asString(Fn.element(Fn.split('/', clusterArn), 1));
    this.namespaceArn = namespaceArn;
    this.logsSessions = execSessions !== undefined;
    this.sessions = execSessions;
  }

  /**
   * Takes a discovery name for a service of this stack in the cluster.
   *
   * @throws ValidationError when another service of the stack has it
   */
  public reserveName(service: Construct, name: string): void {
    throwProblems(service, this.calls.nameProblems(name));
    this.calls.addName(name);
  }

  /** Where the sessions of ECS Exec go. */
  public execSessions(): SessionLog {
    if (!this.sessions) throw new InternalError('a service has exec without a log of its sessions');
    return this.sessions;
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

function givenArns({ clusterArn, namespaceArn, execSessions }: ExistingClusterProps): GivenArn[] {
  const cluster = {
    prop: 'clusterArn',
    arn: clusterArn,
    thing: 'an ECS cluster',
    service: 'ecs',
    resource: /^cluster\/[\w-]+$/,
    example: 'cluster/shared',
  };
  const namespace = {
    prop: 'namespaceArn',
    arn: namespaceArn,
    thing: 'a Cloud Map namespace',
    service: 'servicediscovery',
    resource: /^namespace\/ns-[a-z0-9]+$/,
    example: 'namespace/ns-0123456789abcdef',
  };
  return [cluster, namespace, ...(execSessions ? sessionArns(execSessions) : [])];
}

function sessionArns({ logGroupArn, keyArn }: SessionLog): GivenArn[] {
  const logGroup = {
    prop: 'execSessions.logGroupArn',
    arn: logGroupArn,
    thing: 'a log group, without the ending of its streams,',
    service: 'logs',
    resource: /^log-group:[^:*]+$/,
    example: 'log-group:/ecs-exec/shared',
  };
  const key = {
    prop: 'execSessions.keyArn',
    arn: keyArn,
    thing: 'a KMS key',
    service: 'kms',
    resource: /^key\/[\w-]+$/,
    example: 'key/01234567-89ab-cdef-0123-456789abcdef',
  };
  return [logGroup, key];
}
