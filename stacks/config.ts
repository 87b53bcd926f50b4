import type { CacheProps } from '../constructs/aws/cache';
import type { FargateServiceProps } from '../constructs/aws/fargate-service-props';
import { Scaling } from '../constructs/aws/scaling';
import type { Objective } from '../constructs/core/objective';
import type { ContainerServiceProps } from '../constructs/docker/container-service';
import type { CacheProps as MemorystoreProps } from '../constructs/gcp/cache';
import type { CloudRunServiceProps } from '../constructs/gcp/cloud-run-service-props';
import type { FilesProps } from '../constructs/gcp/files';
import { Scaling as CloudRunScaling } from '../constructs/gcp/scaling';
import { objectives } from '../services/objectives';
import type { system } from '../services/system';

/** What differs between the environments of the system. */
export interface Environment {
  /** Letters of the availability zones in the region of the settings, two or more. */
  readonly zones: readonly string[];

  /** IPv4 range of the network. */
  readonly cidr: string;

  /** How tasks reach AWS: private endpoints, or NAT gateways, which reach the whole internet too. */
  readonly egress: 'endpoints' | 'nat';

  /**
   * How the public comes in on ECS: through the domain of the settings, or through a name that CloudFront gives, which
   * needs no domain.
   */
  readonly entrance: 'domain' | 'cloudFront';

  /** What the web ACL in front does with what its rules match: refuse it, only count it, or there is none. */
  readonly webAcl: 'block' | 'count' | 'off';

  /** Size, scaling and deployment of each service on ECS; what is not listed has the construct's defaults. */
  readonly services: Partial<Record<ServiceName, ServiceSettings>>;

  /** Size of each cache on ECS; what is not listed has the construct's defaults. */
  readonly caches: Readonly<Record<string, CacheSettings>>;

  /** What each service promises, on every platform; what is not listed has the default objective. */
  readonly objectives: Readonly<Partial<Record<ServiceName, Objective>>>;

  /** Version of each secret that the stack makes on ECS and that is not at its first: one more is a new value. */
  readonly secretVersions: Readonly<Record<string, number>>;

  /** The same environment on Google Cloud. */
  readonly cloudRun: CloudRunEnvironment;
}

/** What differs between the environments on Google Cloud. */
export interface CloudRunEnvironment {
  /** IPv4 range of the subnet. */
  readonly cidr: string;

  /** Version of each secret that is not at its first. */
  readonly secretVersions: Readonly<Record<string, number>>;

  /** What is kept of each files, and how much of it may be lost: every one must be listed. */
  readonly files: Readonly<Record<string, FilesSettings>>;

  /** Size of each cache in Memorystore; what is not listed has the construct's defaults. */
  readonly caches: Readonly<Record<string, CloudRunCacheSettings>>;

  /** Size and scaling of each service on Cloud Run; what is not listed has the construct's defaults. */
  readonly services: Partial<Record<ServiceName, CloudRunServiceSettings>>;
}

/** The services that an environment may size: the workloads and the proxy in front of them. */
export type ServiceName = keyof typeof system.workloads | 'reverse-proxy';

/** What an environment may set of a service. */
export type ServiceSettings = Pick<
  FargateServiceProps,
  'vcpu' | 'memoryMiB' | 'scaling' | 'deployment' | 'capacity' | 'imageManagedBy'
>;

/** What an environment may set of a cache on ECS. */
export type CacheSettings = Pick<
  CacheProps,
  'nodes' | 'nodeType' | 'snapshotRetentionDays' | 'acceptsPreviousPassword'
>;

/** What an environment may set of a service on Cloud Run. */
export type CloudRunServiceSettings = Pick<
  CloudRunServiceProps,
  'concurrency' | 'cpu' | 'cpuIdle' | 'memoryMiB' | 'scaling'
>;

/** What an environment must say of files on Cloud Run. */
export type FilesSettings = Pick<FilesProps, 'acceptsDataLossSeconds' | 'database' | 'sizeMiB'>;

/** What an environment may set of a cache in Memorystore. */
export type CloudRunCacheSettings = Pick<MemorystoreProps, 'nodes' | 'nodeType' | 'zone'>;

/**
 * Every environment that is deployed. Adding `dev` is one more entry, and the stacks `ecs-dev` and `gcp-run-dev` appear.
 */
export const environments: Readonly<Record<string, Environment>> = {
  prod: {
    zones: ['a', 'b'],
    cidr: '10.0.0.0/16',
    egress: 'endpoints',
    entrance: 'domain',
    webAcl: 'block',
    services: {
      // the one writer of its database
      'users-api': { scaling: Scaling.fixed(1) },
      uptime: { scaling: Scaling.cpu({ maxTasks: 4 }) },
    },
    caches: { cache: { nodes: 2, nodeType: 'cache.t4g.micro' } },
    objectives,
    secretVersions: {},
    cloudRun: {
      cidr: '10.0.0.0/22',
      secretVersions: {},
      caches: {},
      // a machine that is lost takes the newest changes of the user list with it
      files: { users: { database: 'users.db', acceptsDataLossSeconds: 5 } },
      services: {
        'users-api': { scaling: CloudRunScaling.fixed(1), cpuIdle: false },
        uptime: { scaling: CloudRunScaling.requests({ maxInstances: 4 }) },
      },
    },
  },
};

/** Size of each service on a laptop; what is not listed has the construct's defaults. */
export const localServices: Partial<
  Record<ServiceName, Pick<ContainerServiceProps, 'cpus' | 'memoryMiB'>>
> = {
  goapp: { cpus: 0.25, memoryMiB: 128 },
  pythonapp: { memoryMiB: 128 },
  'users-api': { cpus: 0.25, memoryMiB: 128 },
  'users-form': { memoryMiB: 256 },
  'site-a': { cpus: 0.25, memoryMiB: 64 },
  'site-b': { cpus: 0.25, memoryMiB: 64 },
  uptime: { cpus: 0.25, memoryMiB: 64 },
  'reverse-proxy': { memoryMiB: 128 },
};

/** The trial of one service in an account of its own: what bounds its bill. */
export const sandbox = {
  environment: 'sandbox',
  /** Start of its repository's name, apart from those of the system, whose images are for another processor. */
  prefix: 'slipway-sandbox',
  zones: ['a', 'b'],
  keepImages: 2,
  logRetentionDays: 1,
  requestsPerSecond: 20,
} as const;

/** Start of every name that is shared by all environments: image repositories and the state bucket. */
export const project = 'slipway';

/** The stack of an environment on Google Cloud. */
export function googleStackOf(environment: string): string {
  return environment === 'prod' ? 'gcp-run' : `gcp-run-${environment}`;
}

/** Whether somebody comes in through the domain of the settings: behind CloudFront an environment has a name without it. */
export function needsDomain(all: Readonly<Record<string, Pick<Environment, 'entrance'>>>): boolean {
  return Object.values(all).some(({ entrance }) => entrance === 'domain');
}
