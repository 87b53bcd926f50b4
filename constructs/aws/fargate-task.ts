import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { cloudName } from '../core/naming';
import type { ResolvedWorkload } from '../core/workload';
import { Account } from './account';
import type { Cluster } from './cluster';
import { renderContainerDefinitions, volumeName } from './container-definition';
import { resolveImage, type TaskImage } from './task-image';
import { TaskRoles } from './task-roles';

/** Props of FargateTask. */
export interface FargateTaskProps {
  /** Cluster that the task runs in. */
  readonly cluster: Cluster;

  /** Discovery name of the service. */
  readonly name: string;

  /** What runs, with every default written out. */
  readonly workload: ResolvedWorkload;

  /** Size in vCPU. */
  readonly vcpu: number;

  /** Memory in MiB. */
  readonly memoryMiB: number;

  /** Processor that the image is built for. */
  readonly architecture: 'X86_64' | 'ARM64';
}

/**
 * What a service runs copies of: image, size, variables, secrets, logs and roles.
 *
 * Creates: task definition, log group, execution role and task role with their policies.
 */
export class FargateTask extends Construct {
  /** Name of the log group. */
  public readonly logGroupName: string;

  /** The roles of the task. */
  public readonly roles: TaskRoles;

  /** The raw task definition. */
  public readonly resource: EcsTaskDefinition;

  private readonly workload: ResolvedWorkload;
  private readonly added: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: FargateTaskProps) {
    super(scope, id);
    const { cluster, name, workload } = props;
    const secrets = secretArns(cluster, workload);
    const image = resolveImage(workload.image, cluster.registry);

    const logGroup = new CloudwatchLogGroup(this, 'Logs', {
      name: `/ecs/${cluster.environment}/${name}`,
      retentionInDays: cluster.logRetentionDays,
    });
    this.roles = new TaskRoles(this, 'Roles', {
      name: cloudName(cluster.environment, name),
      logGroupArn: logGroup.arn,
      repositoryArn: image.repositoryArn,
      secretArns: Object.values(secrets),
      secretKeyArn: cluster.secrets?.kmsKeyArn,
    });
    this.workload = workload;
    this.logGroupName = logGroup.name;
    this.resource = this.createTaskDefinition(props, image, secrets);
  }

  /** Names of all variables so far. */
  public get variableNames(): string[] {
    const { environment, secrets } = this.workload;
    return Object.keys({ ...environment, ...secrets, ...this.added });
  }

  /** Adds variables; the container definitions are rendered last, so this may happen at any time. */
  public addEnvironment(variables: Readonly<Record<string, string>>): void {
    Object.assign(this.added, variables);
  }

  private createTaskDefinition(
    props: FargateTaskProps,
    image: TaskImage,
    secrets: Readonly<Record<string, string>>,
  ): EcsTaskDefinition {
    const { cluster, name, workload } = props;
    const { region } = Account.of(this);
    const render = () =>
      renderContainerDefinitions(workload, {
        name,
        image: image.reference,
        environment: { ...workload.environment, ...this.added },
        secrets,
        logGroup: this.logGroupName,
        region,
      });
    return new EcsTaskDefinition(this, 'Resource', {
      family: cloudName(cluster.environment, name),
      cpu: String(props.vcpu * 1024),
      memory: String(props.memoryMiB),
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: props.architecture },
      executionRoleArn: this.roles.executionRoleArn,
      taskRoleArn: this.roles.taskRoleArn,
      containerDefinitions: Lazy.stringValue({ produce: render }),
      volume: workload.writablePaths.map((path) => ({ name: volumeName(path) })),
      // an inactive revision cannot be deployed again, and a rollback deploys an old one
      skipDestroy: true,
      lifecycle: image.precondition ? { precondition: [image.precondition] } : undefined,
    });
  }
}

function secretArns({ secrets }: Cluster, workload: ResolvedWorkload): Record<string, string> {
  if (!secrets) return {};
  const entries = Object.entries(workload.secrets);
  return Object.fromEntries(entries.map(([key, secret]) => [key, secrets.arnOf(secret)]));
}
