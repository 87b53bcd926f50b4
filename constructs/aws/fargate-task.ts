import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { cloudName } from '../core/naming';
import type { Secret } from '../core/secret';
import type { ResolvedWorkload } from '../core/workload';
import { Account } from './account';
import type { BackingUse } from './backing';
import type { ICluster } from './cluster';
import { renderContainerDefinitions } from './container-definition';
import { resolveImage, type TaskImage } from './task-image';
import { secretReference } from './secret-store';
import { type TaskMount, volumeBlocks } from './task-mount';
import type { TaskOptions } from './task-options';
import { TaskRoles } from './task-roles';

/** Props of FargateTask. */
export interface FargateTaskProps {
  /** Cluster that the task runs in. */
  readonly cluster: ICluster;

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

  /** What a task has beyond its size. */
  readonly options: TaskOptions;
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

  private readonly cluster: ICluster;
  private readonly workload: ResolvedWorkload;
  private readonly defaults: Record<string, string> = {};
  private readonly added: Record<string, string> = {};
  private readonly secretReferences: Record<string, string> = {};
  private readonly mounts: TaskMount[] = [];

  constructor(scope: Construct, id: string, props: FargateTaskProps) {
    super(scope, id);
    const { cluster, name, workload } = props;
    const image = resolveImage(workload.image, cluster.registry);

    const logGroup = new CloudwatchLogGroup(this, 'Logs', {
      name: `/ecs/${cluster.environment}/${name}`,
      retentionInDays: cluster.logRetentionDays,
    });
    this.roles = new TaskRoles(this, 'Roles', {
      name: cloudName(cluster.environment, name),
      logGroupArn: logGroup.arn,
      repositoryArn: image.repositoryArn,
      secretKeyArn: cluster.secrets?.kmsKeyArn,
    });
    this.cluster = cluster;
    this.workload = workload;
    this.addSecrets(workload.secrets);
    this.logGroupName = logGroup.name;
    this.resource = this.createTaskDefinition(props, image);
  }

  /** Names of all variables so far. */
  public get variableNames(): string[] {
    return Object.keys({ ...this.workload.environment, ...this.secretReferences, ...this.added });
  }

  /** Directories of the container that a volume is mounted in. */
  public get mountPaths(): string[] {
    return [...this.workload.writablePaths, ...this.mounts.map(({ path }) => path)];
  }

  /** Adds variables; the container definitions are rendered last, so this may happen at any time. */
  public addEnvironment(variables: Readonly<Record<string, string>>): void {
    Object.assign(this.added, variables);
  }

  /** Gives the container and its roles what the use of a backing takes; may happen at any time, too. */
  public use({ mount, grants = [], secrets = {}, defaults = {} }: BackingUse): void {
    this.addSecrets(secrets);
    Object.assign(this.defaults, defaults);
    for (const grant of grants) this.roles.grantTask(grant);
    if (!mount) return;
    this.mounts.push(mount);
    this.resource.putVolume(volumeBlocks(this.workload.writablePaths, this.mounts));
  }

  private addSecrets(secrets: Readonly<Record<string, Secret>>): void {
    const store = this.cluster.secrets;
    if (!store) return;
    for (const [variable, secret] of Object.entries(secrets)) {
      this.secretReferences[variable] = secretReference(store, secret);
      this.roles.allowSecret(secret.name, store.arnOf(secret));
    }
  }

  private allowCredentials(credentials: Secret | undefined): string | undefined {
    const store = this.cluster.secrets;
    if (!store || !credentials) return undefined;
    const arn = store.arnOf(credentials);
    this.roles.allowSecret(credentials.name, arn);
    return arn;
  }

  private createTaskDefinition(props: FargateTaskProps, image: TaskImage): EcsTaskDefinition {
    const { cluster, name, workload, options } = props;
    const { region } = Account.of(this);
    const credentialsArn = this.allowCredentials(options.repositoryCredentials);
    const { openFiles, ephemeralStorageGiB } = options;
    const render = () =>
      renderContainerDefinitions(workload, {
        name,
        image: image.reference,
        environment: { ...this.defaults, ...workload.environment, ...this.added },
        secrets: this.secretReferences,
        mountPaths: this.mountPaths,
        logGroup: this.logGroupName,
        ...{ region, openFiles, credentialsArn },
      });
    return new EcsTaskDefinition(this, 'Resource', {
      family: cloudName(cluster.environment, name),
      cpu: String(props.vcpu * 1024),
      memory: String(props.memoryMiB),
      // Fargate includes 20 GiB and refuses that number
      ephemeralStorage:
        ephemeralStorageGiB === undefined ? undefined : { sizeInGib: ephemeralStorageGiB },
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: props.architecture },
      executionRoleArn: this.roles.executionRoleArn,
      taskRoleArn: this.roles.taskRoleArn,
      containerDefinitions: Lazy.stringValue({ produce: render }),
      volume: volumeBlocks(workload.writablePaths, []),
      // an inactive revision cannot be deployed again, and a rollback deploys an old one
      skipDestroy: true,
      lifecycle: image.precondition ? { precondition: [image.precondition] } : undefined,
    });
  }
}
