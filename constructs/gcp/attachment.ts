import type {
  CloudRunV2ServiceTemplateContainers,
  CloudRunV2ServiceTemplateContainersVolumeMounts,
  CloudRunV2ServiceTemplateVolumes,
} from '@cdktf/provider-google/lib/cloud-run-v2-service';
import type { ITerraformDependable } from 'cdktf';
import type { Image } from '../core/image';
import { known } from '../core/known';
import type { ResolvedProps } from './cloud-run-service-rules';
import type { Region } from './region';
import type { IRegistry } from './registry';
import { imageProblems, resolveImage } from './service-image';
import { memoryRange } from './service-size';
import { memoryVolume, startupProbe, variableList } from './service-template';

/** What a backing gives to the instances of a service that uses it. */
export interface Attachment {
  /**
   * Region that the service must be in.
   *
   * @default - the backing is reached from everywhere
   */
  readonly region?: Region;

  /**
   * What must exist before the service starts: grants, firewall rules.
   *
   * @default - the service waits for nothing more
   */
  readonly startsAfter?: readonly ITerraformDependable[];

  /**
   * Tags of the instances in the network, by which firewall rules tell them from others.
   *
   * @default - none are added
   */
  readonly networkTags?: readonly string[];

  /**
   * Labels of the revisions: a new value makes a new revision, which reads again what it reads at its start.
   *
   * @default - none are added
   */
  readonly revisionLabels?: Readonly<Record<string, string>>;

  /**
   * A directory that is kept in memory and is empty when an instance starts.
   *
   * @default - none is added
   */
  readonly directory?: SharedDirectory;

  /**
   * A container beside the application, which starts once this one is healthy.
   *
   * @default - none is added
   */
  readonly companion?: Companion;

  /**
   * Demands a service that runs exactly once.
   *
   * @default false
   */
  readonly runsOnce?: boolean;
}

/** A directory of the application, and of a companion where there is one. */
export interface SharedDirectory {
  /** Name of the volume. */
  readonly name: string;

  /** Absolute directory, the same in both containers. */
  readonly path: string;

  /** MiB that it may hold, out of the memory of the containers. */
  readonly sizeMiB: number;
}

/** A container beside the application. */
export interface Companion {
  /** Name of the container. */
  readonly name: string;

  /** What runs. */
  readonly image: Image;

  /** Its variables. */
  readonly environment: Readonly<Record<string, string>>;

  /** CPUs of the container. */
  readonly cpu: number;

  /** Memory of the container in MiB, its part of a shared directory counted. */
  readonly memoryMiB: number;

  /** Port of its health, on the localhost that all containers of an instance share. */
  readonly healthPort: number;

  /** Path of its health. */
  readonly healthPath: string;

  /** Seconds that its start may take. */
  readonly startSeconds: number;
}

/** All attachments of one service, rendered in an order that does not depend on when each was added. */
export class Attachments {
  private readonly all: Attachment[] = [];
  private readonly images = new Map<string, string>();

  /** What must exist before the service starts. */
  public dependencies(): readonly ITerraformDependable[] {
    return this.all.flatMap(({ startsAfter = [] }) => startsAfter);
  }

  /** Tags of the instances, each once. */
  public networkTags(): string[] {
    return [...new Set(this.all.flatMap(({ networkTags = [] }) => networkTags))].sort();
  }

  /** Labels of the revisions. */
  public revisionLabels(): Record<string, string> {
    const all = this.all.flatMap(({ revisionLabels = {} }) => Object.entries(revisionLabels));
    return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Names of the companions, for which the application waits. */
  public containerNames(): string[] {
    return this.companions().map(({ companion }) => companion.name);
  }

  /** The directories of the application. */
  public mounts(): CloudRunV2ServiceTemplateContainersVolumeMounts[] {
    return this.directories().map(({ name, path }) => ({ name, mountPath: path }));
  }

  /** The volumes behind the directories. */
  public volumes(): CloudRunV2ServiceTemplateVolumes[] {
    return this.directories().map(({ name, sizeMiB }) => memoryVolume(name, sizeMiB));
  }

  /** The directories, sorted. */
  public directories(): SharedDirectory[] {
    return this.all
      .flatMap(({ directory }) => (directory ? [directory] : []))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The companions with the directory that each shares, sorted. */
  public companions(): { companion: Companion; directory: SharedDirectory | undefined }[] {
    return this.all
      .flatMap(({ companion, directory }) => (companion ? [{ companion, directory }] : []))
      .sort((a, b) => (a.companion.name < b.companion.name ? -1 : 1));
  }

  /** Adds what was checked before. */
  public add(attachment: Attachment, registry: IRegistry | undefined): void {
    const { companion } = attachment;
    this.all.push(attachment);
    if (companion) this.images.set(companion.name, resolveImage(companion.image, registry));
  }

  /** The companions as containers. */
  public containers(cpuIdle: boolean, boost: boolean): CloudRunV2ServiceTemplateContainers[] {
    return this.companions().map(({ companion, directory }) => ({
      name: companion.name,
      image: this.images.get(companion.name) ?? '',
      env: variableList(companion.environment),
      resources: {
        limits: { cpu: `${companion.cpu * 1000}m`, memory: `${companion.memoryMiB}Mi` },
        cpuIdle,
        startupCpuBoost: boost,
      },
      startupProbe: startupProbe({
        path: companion.healthPath,
        port: companion.healthPort,
        budgetSeconds: companion.startSeconds,
      }),
      volumeMounts: directory ? [{ name: directory.name, mountPath: directory.path }] : [],
    }));
  }
}

/** What is wrong with one more attachment of a service, or nothing. */
export function attachmentProblems(
  name: string,
  props: ResolvedProps,
  attachments: Attachments,
  { region, directory, companion, runsOnce = false }: Attachment,
): string[] {
  return [
    ...(region === undefined || region === props.region
      ? []
      : [`'connectTo' lets '${name}' use what is in another 'region'; give both the same one`]),
    ...(runsOnce ? onceProblems(name, props) : []),
    ...(directory ? directoryProblems(name, props, attachments, directory) : []),
    ...(companion ? companionProblems(name, props, attachments, companion) : []),
  ];
}

function onceProblems(name: string, { scaling, cpuIdle }: ResolvedProps): string[] {
  return [
    ...(scaling.mode === 'manual' && scaling.maxInstances === 1
      ? []
      : [
          `'scaling' must be exactly one instance for '${name}', which has files with a single writer; use Scaling.fixed(1)`,
        ]),
    ...(cpuIdle
      ? [
          `'cpuIdle' must be false for '${name}', whose files are copied between requests too; set it to false`,
        ]
      : []),
  ];
}

function directoryProblems(
  name: string,
  { workload, memoryMiB }: ResolvedProps,
  attachments: Attachments,
  { path, sizeMiB }: SharedDirectory,
): string[] {
  const within = (one: string, folder: string): boolean => `${one}/`.startsWith(`${folder}/`);
  const all = [...workload.writablePaths, ...attachments.directories().map((one) => one.path)];
  const taken = all.find((other) => within(path, other) || within(other, path));
  return [
    ...(taken === undefined
      ? []
      : [
          `'path' must not be within another directory of '${name}', got '${path}' beside '${taken}'; give one of them another directory`,
        ]),
    ...(known(memoryMiB) && known(sizeMiB) && sizeMiB > memoryMiB / 2
      ? [
          `'sizeMiB' may be half of the memory of '${name}' (${memoryMiB} MiB) at the most, since it is kept there, got ${sizeMiB}; raise 'memoryMiB' of the service or lower 'sizeMiB'`,
        ]
      : []),
  ];
}

function companionProblems(
  name: string,
  { cpu, memoryMiB, workload, region }: ResolvedProps,
  attachments: Attachments,
  companion: Companion,
): string[] {
  const own = [workload.port, workload.metricsPort];
  const others = attachments.companions().map((one) => one.companion.healthPort);
  const most = known(cpu) ? memoryRange(cpu)[1] - companion.memoryMiB : Infinity;
  return [
    ...imageProblems(`image of '${companion.name}'`, companion.image, region.registry),
    ...([...own, ...others].includes(companion.healthPort)
      ? [
          `'${companion.name}' needs port ${companion.healthPort}, which '${name}' has already; give the workload another port`,
        ]
      : []),
    ...(known(cpu) && cpu < 1
      ? [
          `'cpu' must be at least 1 for '${name}', beside which '${companion.name}' runs, got ${cpu}; set it to 1`,
        ]
      : []),
    ...(known(memoryMiB) && memoryMiB > most
      ? [
          `'memoryMiB' may be at most ${most} for '${name}' when 'cpu' is ${cpu}, since '${companion.name}' takes ${companion.memoryMiB}, got ${memoryMiB}; raise 'cpu' or lower 'memoryMiB'`,
        ]
      : []),
  ];
}
