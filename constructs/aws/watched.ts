import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import type { ITerraformDependable } from 'cdktf';
import type { Growing } from './growing';
import type { LoadBalancerTarget } from './load-balancer-target';
import type { ServiceContext } from './service-config';

/** Something that alarms can watch: a service, a load balancer, a cache or files. */
export interface IWatchable {
  /** Tells what its alarms must know of it; Alarms calls this for everything that it watches. */
  watchedBy(watcher: Watcher): void;
}

/** What looks after everything that is watched. */
export interface Watcher {
  /** Looks after a service. */
  watchService(service: WatchedService): void;

  /** Looks after a load balancer and what it leads to. */
  watchLoadBalancer(balancer: WatchedLoadBalancer): void;

  /** Looks after a cache. */
  watchCache(cache: WatchedCache): void;

  /** Looks after files. */
  watchFiles(files: WatchedStore): void;
}

/** A service that is watched. */
export interface WatchedService extends Pick<
  ServiceContext,
  'cluster' | 'name' | 'workload' | 'scaling' | 'discoverable'
> {
  /** The service as a load balancer knows it. */
  readonly target: LoadBalancerTarget;

  /** The raw service. */
  readonly resource: EcsService;

  /** Name of the log group that its tasks write to. */
  readonly logGroupName: string;

  /** Cloud names of the services that call this one by its name. */
  readonly callers: Growing<string>;

  /** Lets alarms roll back a deployment. */
  readonly guardWith: (alarms: readonly CloudwatchMetricAlarm[]) => void;
}

/** A load balancer that is watched. */
export interface WatchedLoadBalancer {
  /** Name of the environment. */
  readonly environment: string;

  /** Name of the balancer in the cloud. */
  readonly cloudName: string;

  /** The last part of the ARN. */
  readonly arnSuffix: string;

  /** Host name that the public uses. */
  readonly hostName: string;

  /** ARN of the certificate in the region of the balancer, or undefined where somebody else ends TLS. */
  readonly certificateArn: string | undefined;

  /** Its routes. */
  readonly routes: Growing<WatchedRoute>;
}

/** A route of a load balancer that is watched. */
export interface WatchedRoute {
  /** Where it leads. */
  readonly target: LoadBalancerTarget;

  /** Its target groups: two where deployments shift traffic. */
  readonly groups: readonly LbTargetGroup[];
}

/** Something that keeps data and is watched. */
export interface WatchedStore {
  /** Name of the backing. */
  readonly name: string;

  /** Name of the environment. */
  readonly environment: string;

  /** What metrics know it by. */
  readonly id: string;

  /** What must exist before its alarms do. */
  readonly ready: ITerraformDependable;
}

/** A cache that is watched. */
export interface WatchedCache extends WatchedStore {
  /** Number of its nodes. */
  readonly nodes: number;
}
