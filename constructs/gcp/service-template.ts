import type {
  CloudRunV2ServiceTemplate,
  CloudRunV2ServiceTemplateContainers,
  CloudRunV2ServiceTemplateContainersEnv,
  CloudRunV2ServiceTemplateContainersLivenessProbe,
  CloudRunV2ServiceTemplateContainersStartupProbe,
  CloudRunV2ServiceTemplateVolumes,
} from '@cdktf/provider-google/lib/cloud-run-v2-service';
import { Token, Tokenization } from 'cdktf';
import { known } from '../core/known';
import type { ResolvedWorkload } from '../core/workload';
import { escapeTemplate } from '../core/template';
import type { Attachments } from './attachment';
import type { IdentitySidecar } from './identity-sidecar';
import type { INetwork } from './network';
import type { Scaling } from './scaling';
import type { SecretVersion } from './secret-store';

/** Everything that a revision is made of. */
export interface TemplateContext {
  /** Name of the container. */
  readonly name: string;

  /** What runs, with every default written out. */
  readonly workload: ResolvedWorkload;

  /** Image reference with its digest. */
  readonly image: string;

  /** CPUs of the container. */
  readonly cpu: number;

  /** Memory of the container in MiB. */
  readonly memoryMiB: number;

  /** MiB of each writable path, out of the memory. */
  readonly writableMiB: number;

  /** Requests that one instance answers at the same time. */
  readonly concurrency: number;

  /** Execution environment. */
  readonly generation: 'gen1' | 'gen2';

  /** Seconds within which one request must be answered. */
  readonly timeoutSeconds: number;

  /** Whether a browser is led to the instance that it met first, as far as possible. */
  readonly sessionAffinity: boolean;

  /** Whether an instance gets more CPU while it starts. */
  readonly startupBoost: boolean;

  /** Whether the CPU rests while no request is in progress. */
  readonly cpuIdle: boolean;

  /** How many instances run. */
  readonly scaling: Scaling;

  /** Network that the instances call out through. */
  readonly network: INetwork;

  /** Address of the service's account. */
  readonly serviceAccountEmail: string;

  /** Variable name to the version that its value comes from. */
  readonly secrets: Readonly<Record<string, SecretVersion>>;

  /** All plain variables: the workload's own and those of its connections. */
  readonly environment: Readonly<Record<string, string>>;

  /** The container that adds identity to calls, or undefined for a service that calls nobody. */
  readonly sidecar: IdentitySidecar | undefined;

  /** What backings gave to the instances. */
  readonly attachments: Attachments;
}

/** Seconds between two probes of a start. */
const startupPeriodSeconds = 2;

/** Seconds that a start gets where the workload asks for less. */
export const leastStartupSeconds = 120;

/** Everything of a revision, written out: what is left away keeps its last value in Google Cloud. */
export function serviceTemplate(context: TemplateContext): CloudRunV2ServiceTemplate {
  const { network, scaling, sidecar, attachments, cpuIdle, startupBoost } = context;
  return {
    serviceAccount: context.serviceAccountEmail,
    labels: attachments.revisionLabels(),
    executionEnvironment:
      context.generation === 'gen1' ? 'EXECUTION_ENVIRONMENT_GEN1' : 'EXECUTION_ENVIRONMENT_GEN2',
    timeout: `${numberText(context.timeoutSeconds)}s`,
    maxInstanceRequestConcurrency: context.concurrency,
    sessionAffinity: context.sessionAffinity,
    // the least is kept by the service, once for all revisions; the most has no other place before provider 7
    scaling: { minInstanceCount: 0, maxInstanceCount: scaling.maxInstances },
    vpcAccess: {
      egress: 'PRIVATE_RANGES_ONLY',
      networkInterfaces: [
        {
          network: network.networkId,
          subnetwork: network.subnetworkId,
          tags: attachments.networkTags(),
        },
      ],
    },
    // the container with the port stands first
    containers: [
      mainContainer(context),
      ...(sidecar ? [sidecar.container(cpuIdle, startupBoost)] : []),
      ...attachments.containers(cpuIdle, startupBoost),
    ],
    volumes: volumes(context),
  };
}

function mainContainer(context: TemplateContext): CloudRunV2ServiceTemplateContainers {
  const { workload, sidecar, attachments } = context;
  return {
    name: context.name,
    image: context.image,
    ports: { name: 'http1', containerPort: workload.port },
    dependsOn: [...(sidecar ? [sidecar.name] : []), ...attachments.containerNames()],
    env: variableList(context.environment, context.secrets),
    resources: {
      limits: { cpu: cpuText(context.cpu), memory: `${numberText(context.memoryMiB)}Mi` },
      cpuIdle: context.cpuIdle,
      startupCpuBoost: context.startupBoost,
    },
    startupProbe: startupProbe({
      path: workload.health.path,
      port: workload.port,
      budgetSeconds: startupSeconds(workload),
    }),
    livenessProbe: livenessProbe(workload),
    volumeMounts: [
      ...workload.writablePaths.map((path, at) => ({ name: volumeName(at), mountPath: path })),
      ...attachments.mounts(),
    ],
  };
}

/** Whole CPUs as Cloud Run prints them, parts in thousandths, so that what is read equals what was written. */
function cpuText(cpu: number): string {
  return known(cpu) && cpu < 1 ? `${Math.round(cpu * 1000)}m` : numberText(cpu);
}

/** A number inside a text: one that only Terraform knows would otherwise be printed as its token. */
function numberText(value: number): string {
  const token = Tokenization.reverseNumber(value);
  return token ? Token.asString(token) : String(value);
}

/** Seconds that a start gets before the revision counts as failed. */
export function startupSeconds({ health }: ResolvedWorkload): number {
  return Math.max(leastStartupSeconds, health.graceSeconds);
}

/** A probe every 2 s, so that an instance serves as soon as it can. */
export function startupProbe(probe: {
  readonly path: string;
  readonly port: number;
  readonly budgetSeconds: number;
}): CloudRunV2ServiceTemplateContainersStartupProbe {
  return {
    initialDelaySeconds: 0,
    periodSeconds: startupPeriodSeconds,
    timeoutSeconds: startupPeriodSeconds,
    failureThreshold: Math.ceil(probe.budgetSeconds / startupPeriodSeconds),
    httpGet: { path: probe.path, port: probe.port },
  };
}

function livenessProbe({
  health,
  port,
}: ResolvedWorkload): CloudRunV2ServiceTemplateContainersLivenessProbe {
  return {
    initialDelaySeconds: 0,
    periodSeconds: health.intervalSeconds,
    timeoutSeconds: Math.min(5, health.intervalSeconds),
    failureThreshold: health.failuresToUnhealthy,
    httpGet: { path: health.path, port },
  };
}

/** The variables of a container, sorted; Cloud Run adds PORT itself. */
export function variableList(
  plain: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, SecretVersion>> = {},
): CloudRunV2ServiceTemplateContainersEnv[] {
  const all: CloudRunV2ServiceTemplateContainersEnv[] = [
    ...Object.entries(plain).map(([name, value]) => ({ name, value: escapeTemplate(value) })),
    ...Object.entries(secrets).map(([name, { secretId, version }]) => ({
      name,
      valueSource: { secretKeyRef: { secret: secretId, version } },
    })),
  ];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function volumes(context: TemplateContext): CloudRunV2ServiceTemplateVolumes[] {
  const { workload, writableMiB, sidecar, attachments } = context;
  return [
    ...workload.writablePaths.map((_, at) => memoryVolume(volumeName(at), writableMiB)),
    ...(sidecar ? [sidecar.volume()] : []),
    ...attachments.volumes(),
  ];
}

/** A volume that is kept in the memory of the containers that write to it. */
export function memoryVolume(name: string, sizeMiB: number): CloudRunV2ServiceTemplateVolumes {
  return { name, emptyDir: { medium: 'MEMORY', sizeLimit: `${numberText(sizeMiB)}Mi` } };
}

/** Paths hold characters that names of volumes may not, and two of them could become one name. */
function volumeName(at: number): string {
  return `writable-${at + 1}`;
}
