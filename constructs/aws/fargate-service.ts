import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import type { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  addedVariableProblems,
  type Connectable,
  type ConnectionEnvironment,
  peerByName,
} from '../core/connection';
import { cloudName, kebabCase } from '../core/naming';
import { throwProblems } from '../core/validation';
import type { ResolvedWorkload } from '../core/workload';
import type { BackingUse, IBacking, UsedBacking } from './backing';
import type { ICluster } from './cluster';
import { DeploymentGate } from './deployment-gate';
import { execGrants } from './exec';
import type { FargateServiceProps } from './fargate-service-props';
import {
  calleeProblems,
  defaultTimeoutSeconds,
  fargateServiceProblems,
  registryProblems,
} from './fargate-service-rules';
import { FargateTask } from './fargate-task';
import { Growing } from './growing';
import type { HttpApiTarget } from './http-api-target';
import type { CountedRoute, LoadBalancerTarget, TrafficShift } from './load-balancer-target';
import { Registrations } from './registrations';
import { resolveRollout, resolveTask, type Rollout } from './rollout';
import { addScaling, Scaling } from './scaling';
import { ServiceBackings } from './service-backings';
import { connectOf, serviceConfig, type ServiceContext } from './service-config';
import { hopIdleSeconds } from './service-connect';
import { ServiceSecurityGroup } from './service-security-group';
import { StartOrder } from './start-order';
import { taskOptionsOf } from './task-options';
import type { Grant } from './task-roles';
import type { IWatchable, WatchedService, Watcher } from './watched';

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
  implements Connectable<FargateService>, LoadBalancerTarget, HttpApiTarget, IWatchable
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

  /** Numeric user that the container runs as. */
  public readonly user: number;

  /** Seconds after which an idle connection to the service is closed, by it or by the agent in front of it. */
  public readonly keepAliveSeconds: number;

  /** Seconds within which one request must be answered. */
  public readonly timeoutSeconds: number;

  /** Whether other services may call this one by its name. */
  public readonly discoverable: boolean;

  /** Whether deployments move the requests from one target group to another. */
  public readonly shiftsTraffic: boolean;

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

  private readonly cluster: ICluster;
  private readonly workload: ResolvedWorkload;
  private readonly task: FargateTask;
  private readonly context: ServiceContext;
  private readonly securityGroup: ServiceSecurityGroup;
  private readonly backings: ServiceBackings;
  private readonly registrations: Registrations;
  private readonly startOrder: StartOrder;
  private gate: DeploymentGate | undefined;
  private readonly callers = new Growing<string>();
  private readonly routes = new Growing<CountedRoute>();

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { cluster } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, fargateServiceProblems(name, props));
    cluster.reserveName(this, name);

    const rollout = resolveRollout(props);
    const workload = resolveTask(props.workload, rollout);
    this.name = name;
    this.cluster = cluster;
    this.workload = workload;
    this.discoverable = props.discoverable ?? true;
    this.timeoutSeconds = props.timeoutSeconds ?? defaultTimeoutSeconds(workload);

    const cloud = { network: cluster.network, name: cloudName(cluster.environment, name) };
    this.task = this.createTask(props, rollout);
    this.securityGroup = new ServiceSecurityGroup(this, 'SecurityGroup', cloud);
    this.registrations = this.createRegistrations(rollout);
    this.context = this.contextOf(props.scaling ?? Scaling.cpu(), rollout);
    this.resource = this.createService();
    const { context, securityGroup, resource } = this;
    this.backings = new ServiceBackings({ ...context, securityGroup, resource });
    this.startOrder = new StartOrder(resource, securityGroup, this.firstDependencies());

    const { health, keepAliveSeconds } = workload;
    this.port = workload.port;
    this.shiftsTraffic = this.registrations.shiftsTraffic;
    this.protocol = workload.protocol;
    this.healthPath = health.path;
    this.healthIntervalSeconds = health.intervalSeconds;
    this.failuresToUnhealthy = health.failuresToUnhealthy;
    this.shutdownSeconds = workload.shutdownSeconds;
    this.user = workload.user;
    this.keepAliveSeconds = this.discoverable ? hopIdleSeconds(workload) : keepAliveSeconds;
    this.securityGroupId = this.securityGroup.securityGroupId;
    this.logGroupName = this.task.logGroupName;
    this.taskRoleArn = this.task.roles.taskRoleArn;
    this.taskDefinition = this.task.resource;
  }

  /**
   * Lets this service use a backing: opens the way to it, mounts it or grants it, and adds the variables.
   *
   * @throws ValidationError when the backing is somebody else's alone, or a variable or a directory is taken
   */
  public connectTo<Peer>(
    backing: IBacking<Peer>,
    environment?: (peer: Peer) => Readonly<Record<string, string>>,
  ): void;

  /**
   * Lets this service call another: opens the callee's port at both ends, adds the variables, and starts this service
   * after the callee, since a Service Connect client only knows the endpoints that existed before it.
   *
   * @throws ValidationError when the connection closes a cycle, repeats one or repeats a variable
   */
  public connectTo(callee: FargateService, environment?: ConnectionEnvironment): void;

  public connectTo(
    callee: FargateService | IBacking<unknown>,
    environment?: (peer: never) => Readonly<Record<string, string>>,
  ): void {
    const service = callee instanceof FargateService;
    const peer = service ? peerByName(callee.name, callee.port) : callee.peer;
    // the overloads pair each callee with the function of its own peer
    const added = environment?.(peer as never) ?? {};
    throwProblems(this, [
      ...(service ? calleeProblems(callee) : []),
      ...addedVariableProblems(this.name, this.task.variableNames, added, callee.name),
    ]);
    this.task.addEnvironment(added);
    if (service) this.openWayTo(callee);
    else callee.attachTo(this, added);
  }

  /**
   * Gives this service what the use of a backing takes; a backing calls this in its `attachTo`.
   *
   * @throws ValidationError when the service cannot use it so
   */
  public use(backing: UsedBacking, use: BackingUse): void {
    this.backings.add(this, backing, use);
    this.startOrder.after(backing, use.waitsFor ?? []);
  }

  /** Allows the application something, on exactly these resources. */
  public grant(grant: Grant): void {
    this.task.roles.grantTask(grant);
  }

  /** Registers the tasks in a target group; called by the load balancer for each of its routes. */
  public attachTargetGroup(
    targetGroupArn: string,
    dependsOn: ITerraformDependable[],
    shift?: TrafficShift,
    counted?: CountedRoute,
  ): void {
    const loadBalancers = this.registrations.add(targetGroupArn, shift);
    // a grace period without a balancer is refused
    this.resource.healthCheckGracePeriodSeconds = this.workload.health.graceSeconds;
    this.resource.putLoadBalancer(loadBalancers);
    this.startOrder.after(this, dependsOn);
    if (counted) this.routes.add(counted);
  }

  /** Registers the tasks in Cloud Map; called by the HTTP API that leads to them. */
  public attachRegistry(registryArn: string, dependsOn: ITerraformDependable[]): void {
    throwProblems(this, registryProblems(this.name, this.resource.serviceRegistriesInput));
    this.resource.putServiceRegistries({
      registryArn,
      containerName: this.name,
      containerPort: this.port,
    });
    this.startOrder.after(this, dependsOn);
  }

  /** Tells what its alarms must know of it; Alarms calls this for everything that it watches. */
  public watchedBy(watcher: Watcher): void {
    const { context, resource, callers, logGroupName } = this;
    const guardWith: WatchedService['guardWith'] = (alarms) => {
      this.gate ??= new DeploymentGate(resource, context.rollout.deployment);
      this.gate.add(alarms);
      for (const alarm of alarms) this.startOrder.after(alarm, [alarm]);
    };
    watcher.watchService({ ...context, target: this, resource, callers, logGroupName, guardWith });
  }

  private openWayTo(callee: FargateService): void {
    this.cluster.addEdge(this, { from: this.name, to: callee.name });
    this.resource.putServiceConnectConfiguration(connectOf(this.context));
    this.securityGroup.allowTo(callee.securityGroup, callee.port, callee.node.id);
    this.startOrder.after(callee, [callee.resource]);
    callee.callers.add(cloudName(this.cluster.environment, this.name));
  }

  private createRegistrations({ deployment }: Rollout): Registrations {
    const { cluster, name, workload } = this;
    const names = { name, cloudName: cloudName(cluster.environment, name) };
    const place = { ...names, port: workload.port, deployment };
    return new Registrations(this, 'Registrations', place);
  }

  private firstDependencies(): ITerraformDependable[] {
    const { cluster, task, registrations } = this;
    const { egressDependencies } = cluster.network;
    const { dependencies } = registrations;
    const ready = cluster.ready ? [cluster.ready] : [];
    return [...ready, ...task.roles.policies, ...egressDependencies, ...dependencies];
  }

  private createTask(props: FargateServiceProps, { exec }: Rollout): FargateTask {
    const { cluster, name, workload } = this;
    const { vcpu = 0.25, memoryMiB = 512, architecture = 'X86_64' } = props;
    const size = { vcpu, memoryMiB, architecture };
    const task = new FargateTask(this, 'Task', {
      ...{ cluster, name, workload, ...size },
      options: taskOptionsOf(props),
    });
    if (exec) execGrants(cluster.execSessions()).forEach((grant) => task.roles.grantTask(grant));
    return task;
  }

  private contextOf(scaling: Scaling, rollout: Rollout): ServiceContext {
    const { cluster, name, workload, task, discoverable, timeoutSeconds } = this;
    const { securityGroupId } = this.securityGroup;
    const running = { cluster, name, workload, task, scaling, rollout };
    return { ...running, securityGroupId, discoverable, timeoutSeconds };
  }

  private createService(): EcsService {
    const { name, routes, context } = this;
    const { clusterName } = context.cluster;
    const service = new EcsService(this, 'Resource', serviceConfig(context));
    addScaling(this, context.scaling, { name, serviceName: service.name, clusterName, routes });
    return service;
  }
}
