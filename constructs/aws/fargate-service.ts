import { EcsService, type EcsServiceLoadBalancer } from '@cdktf/provider-aws/lib/ecs-service';
import type { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import {
  DefaultTokenResolver,
  dependable,
  type ITerraformDependable,
  StringConcat,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import { Construct } from 'constructs';
import {
  addedVariableProblems,
  type Connectable,
  type ConnectionEnvironment,
  peerByName,
} from '../core/connection';
import { cloudName, kebabCase } from '../core/naming';
import { throwProblems } from '../core/validation';
import { type ResolvedWorkload, resolveWorkload, type Workload } from '../core/workload';
import { Account } from './account';
import type { Cluster } from './cluster';
import { fargateServiceProblems } from './fargate-service-rules';
import { FargateTask } from './fargate-task';
import type { LoadBalancerTarget } from './load-balancer-target';
import { addCpuScaling, Scaling } from './scaling';
import { serviceConnect } from './service-connect';
import { ServiceSecurityGroup } from './service-security-group';
import type { Grant } from './task-roles';

/** Props of FargateService. */
export interface FargateServiceProps {
  /** Cluster that the service runs in; it brings network, environment, registry and secrets along. */
  readonly cluster: Cluster;

  /** What runs. */
  readonly workload: Workload;

  /**
   * Discovery name: others call `http://<name>:<port>`. Cloud names are `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Size of a task in vCPU: 0.25, 0.5, 1, 2, 4, 8, 16 or 32.
   *
   * @default 0.25
   */
  readonly vcpu?: number;

  /**
   * Memory of a task in MiB; which values are possible depends on `vcpu`.
   *
   * @default 512
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  readonly memoryMiB?: number;

  /**
   * How many tasks run.
   *
   * @default Scaling.cpu()
   */
  readonly scaling?: Scaling;

  /**
   * Processor that the image is built for. ARM64 costs about 20 % less.
   *
   * @default 'X86_64'
   */
  readonly architecture?: 'X86_64' | 'ARM64';

  /**
   * Seconds within which the service answers one request, 1 to 3600. Callers' proxies end a longer one.
   *
   * @default 60
   */
  readonly requestSeconds?: number;
}

/**
 * A container that runs on ECS Fargate and is found by its name.
 *
 * Creates: task definition, service, log group, execution and task role, security group with its rules, and a scaling
 * target with its policy.
 *
 * Safe by default: private subnets, read-only root, numeric user, no Linux capabilities, least-privilege roles with exact
 * ARNs, no way in until `connectTo` or a route opens one. A deployment whose tasks do not become healthy is rolled back,
 * and the apply fails.
 *
 * @example
 * const api = new FargateService(this, 'Api', { cluster, workload: { image, port: 8080, health: { path: '/healthz' } } });
 * const web = new FargateService(this, 'Web', { cluster, workload: webWorkload, vcpu: 0.5, memoryMiB: 1024 });
 * web.connectTo(api, (api) => ({ BACKEND_URL: api.url }));
 */
export class FargateService
  extends Construct
  implements Connectable<FargateService>, LoadBalancerTarget
{
  /** Discovery name. */
  public readonly name: string;

  /** Port that the service serves on. */
  public readonly port: number;

  /** What is spoken on the port. */
  public readonly protocol: 'http' | 'websocket';

  /** Path that answers 200 while the service can serve. */
  public readonly healthPath: string;

  /** Seconds between two probes. */
  public readonly healthIntervalSeconds: number;

  /** Probes in a row that must fail before a task counts as unhealthy. */
  public readonly failuresToUnhealthy: number;

  /** Seconds from the stop signal to the kill. */
  public readonly shutdownSeconds: number;

  /** Seconds after which the server closes an idle connection. */
  public readonly keepAliveSeconds: number;

  /** Security group of the tasks. */
  public readonly securityGroupId: string;

  /** Name of the log group. */
  public readonly logGroupName: string;

  /** ARN of the role that the application has. */
  public readonly taskRoleArn: string;

  /** The raw service, to override what the props do not offer. */
  public readonly resource: EcsService;

  /** The raw task definition, to override what the props do not offer. */
  public readonly taskDefinition: EcsTaskDefinition;

  private readonly cluster: Cluster;
  private readonly workload: ResolvedWorkload;
  private readonly task: FargateTask;
  private readonly securityGroup: ServiceSecurityGroup;
  private readonly loadBalancers: EcsServiceLoadBalancer[] = [];
  private readonly waitsFor: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { cluster } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, fargateServiceProblems(name, props));
    cluster.reserveName(this, name);

    const { vcpu = 0.25, memoryMiB = 512, architecture = 'X86_64' } = props;
    const scaling = props.scaling ?? Scaling.cpu();
    const workload = resolveWorkload(props.workload);

    this.name = name;
    this.cluster = cluster;
    this.workload = workload;
    const size = { vcpu, memoryMiB, architecture };
    this.task = new FargateTask(this, 'Task', { cluster, name, workload, ...size });
    this.securityGroup = new ServiceSecurityGroup(this, 'SecurityGroup', {
      network: cluster.network,
      name: cloudName(cluster.environment, name),
    });
    this.resource = this.createService(props, scaling);
    addCpuScaling(this, scaling, { cluster: cluster.clusterName, service: this.resource.name });
    const { egressDependencies } = cluster.network;
    this.waitsFor = [cluster.ready, ...this.task.roles.policies, ...egressDependencies];
    this.renewDependencies();

    this.port = workload.port;
    this.protocol = workload.protocol;
    this.healthPath = workload.health.path;
    this.healthIntervalSeconds = workload.health.intervalSeconds;
    this.failuresToUnhealthy = workload.health.failuresToUnhealthy;
    this.shutdownSeconds = workload.shutdownSeconds;
    this.keepAliveSeconds = workload.keepAliveSeconds;
    this.securityGroupId = this.securityGroup.securityGroupId;
    this.logGroupName = this.task.logGroupName;
    this.taskRoleArn = this.task.roles.taskRoleArn;
    this.taskDefinition = this.task.resource;
  }

  /**
   * Lets this service call another: opens the callee's port at both ends, adds the variables, and starts this service
   * after the callee, since a Service Connect client only knows the endpoints that existed before it.
   *
   * @throws ValidationError when the connection closes a cycle, repeats one or repeats a variable
   */
  public connectTo(callee: FargateService, environment?: ConnectionEnvironment): void {
    const added = environment?.(peerByName(callee.name, callee.port)) ?? {};
    const taken = this.task.variableNames;
    throwProblems(this, addedVariableProblems(this.name, taken, added, callee.name));
    this.cluster.addEdge(this, { from: this.name, to: callee.name });

    this.task.addEnvironment(added);
    this.securityGroup.allowTo(callee.securityGroup, callee.port, callee.node.id);
    this.waitFor(callee);
  }

  /** Allows the application something, on exactly these resources. */
  public grant(grant: Grant): void {
    this.task.roles.grantTask(grant);
  }

  /** Registers the tasks in a target group; called by the load balancer for each of its routes. */
  public attachTargetGroup(targetGroupArn: string, dependsOn: ITerraformDependable[]): void {
    this.loadBalancers.push({
      targetGroupArn,
      containerName: this.name,
      containerPort: this.port,
    });
    // a grace period without a balancer is refused
    this.resource.healthCheckGracePeriodSeconds = this.workload.health.graceSeconds;
    this.resource.putLoadBalancer(this.sortedLoadBalancers());
    this.waitsFor.push(...dependsOn);
    this.renewDependencies();
  }

  /** By what the ARNs resolve to: a token itself only tells when it was made. */
  private sortedLoadBalancers(): EcsServiceLoadBalancer[] {
    const resolver = new DefaultTokenResolver(new StringConcat());
    const options = { scope: this, resolver, preparing: false };
    const arnOf = (one: EcsServiceLoadBalancer) =>
      String(Tokenization.resolve(one.targetGroupArn, options));
    return [...this.loadBalancers].sort((a, b) => (arnOf(a) < arnOf(b) ? -1 : 1));
  }

  private waitFor(callee: FargateService): void {
    const here = TerraformStack.of(this);
    const there = TerraformStack.of(callee);
    if (here === there) this.waitsFor.push(callee.resource);
    else here.addDependency(there);
    this.renewDependencies();
  }

  /** Sorted by path, so that the order in which verbs are called leaves no trace. */
  private renewDependencies(): void {
    const all = new Map([...this.waitsFor, ...this.securityGroup.rules].map(byPath));
    const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
    this.resource.dependsOn = sorted.map(([, one]) => dependable(one));
  }

  private createService(props: FargateServiceProps, scaling: Scaling): EcsService {
    const { cluster } = this;
    const cloud = cloudName(cluster.environment, this.name);
    return new EcsService(this, 'Resource', {
      name: cloud,
      cluster: cluster.clusterArn,
      taskDefinition: this.task.resource.arn,
      desiredCount: scaling.minTasks,
      // never launchType: changing it later would replace the service
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 0, weight: 1 }],
      platformVersion: 'LATEST',
      networkConfiguration: {
        subnets: [...cluster.network.privateSubnetIds],
        securityGroups: [this.securityGroup.securityGroupId],
        assignPublicIp: false,
      },
      deploymentController: { type: 'ECS' },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: 'ENABLED',
      enableEcsManagedTags: true,
      enableExecuteCommand: false,
      propagateTags: 'SERVICE',
      waitForSteadyState: true,
      serviceConnectConfiguration: serviceConnect(this.workload, {
        name: this.name,
        namespaceArn: cluster.namespaceArn,
        logGroup: this.task.logGroupName,
        region: Account.of(this).region,
        requestSeconds: props.requestSeconds ?? 60,
      }),
      lifecycle: {
        ignoreChanges: scaling.targetPercent === undefined ? [] : ['desired_count'],
        postcondition: [this.truthfulApply(cloud)],
      },
    });
  }

  /** ECS reports a rolled-back deployment as a success; this makes the apply fail instead. */
  private truthfulApply(cloud: string): { condition: string; errorMessage: string } {
    return {
      condition: `\${self.task_definition == ${this.task.resource.fqn}.arn}`,
      errorMessage: `The deployment of ${cloud} was rolled back: its new tasks did not become healthy. Read the service's events and the log group /ecs/${this.cluster.environment}/${this.name}, then deploy a fix.`,
    };
  }
}

function byPath(one: ITerraformDependable): [string, ITerraformDependable] {
  return [Construct.isConstruct(one) ? one.node.path : one.fqn, one];
}
