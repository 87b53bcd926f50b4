// the './aws' entry of the package
export { Account } from './account';
export type { NotedAlarm } from './alarm';
export { Alarms, type AlarmsProps } from './alarms';
export type { BackingUse, IBacking, UsedBacking } from './backing';
export { Capacity, type SpotOptions } from './capacity';
export type { Domain } from './certificate';
export { Bucket, type BucketProps, type IBucket } from './bucket';
export { Budget, type BudgetProps } from './budget';
export { Cache, type CacheProps } from './cache';
export { Cluster, type ClusterProps, type ICluster } from './cluster';
export { Dashboard, type DashboardProps } from './dashboard';
export {
  type AlarmOptions,
  type BlueGreenOptions,
  type CanaryOptions,
  Deployment,
  type DeploymentChoice,
  type LinearOptions,
  type RollingOptions,
} from './deployment';
export {
  Egress,
  type EgressTarget,
  type EndpointService,
  type EndpointsOptions,
  type NatOptions,
} from './egress';
export {
  type CloudFrontEntranceOptions,
  type CloudFrontWay,
  type DomainEntranceOptions,
  type DomainWay,
  Entrance,
  type PriceClass,
} from './entrance';
export type { SessionLog } from './exec';
export type { ExistingBucketProps } from './existing-bucket';
export type { ExistingClusterProps } from './existing-cluster';
export { FargateService } from './fargate-service';
export type { FargateServiceProps } from './fargate-service-props';
export { Files, type FilesProps } from './files';
export {
  GeneratedSecret,
  type GeneratedSecretProps,
  type GeneratedValue,
} from './generated-secret';
export { GithubIdentity, type GithubIdentityProps } from './github-identity';
export { HttpApi, type HttpApiProps } from './http-api';
export type { HttpApiTarget } from './http-api-target';
export type { ExistingLoadBalancerProps } from './existing-load-balancer';
export type { AddRouteOptions, LoadBalancerRoute } from './listener-routes';
export type { TlsPolicy } from './listeners';
export { type ILoadBalancer, LoadBalancer, type LoadBalancerProps } from './load-balancer';
export { LogQueries, type LogQueriesProps } from './log-queries';
export type { LogQueryName } from './log-query';
export type { CountedRoute, LoadBalancerTarget, TrafficShift } from './load-balancer-target';
export {
  type ExistingNetworkProps,
  type INetwork,
  Network,
  type NetworkProps,
  type Reachable,
} from './network';
export {
  type ExistingRegistryProps,
  type IRegistry,
  keptTagPrefix,
  Registry,
  type RegistryImage,
  type RegistryLookup,
  type RegistryProps,
} from './registry';
export { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';
export type { RolloutProps } from './rollout';
export { type CpuScalingOptions, Scaling } from './scaling';
export type { ScheduledBounds } from './scaling-schedule';
export { type ISecretStore, SecretStore, type SecretStoreProps } from './secret-store';
export type { CalledGroup } from './service-security-group';
export { StateBucket, type StateBucketProps } from './state-bucket';
export type { TaskMount } from './task-mount';
export type { TaskOptions } from './task-options';
export type { Grant, GrantConditions } from './task-roles';
export type {
  IWatchable,
  WatchedCache,
  WatchedLoadBalancer,
  WatchedRoute,
  WatchedService,
  WatchedStore,
  Watcher,
} from './watched';
export { type IWebAcl, WebAcl, type WebAclProps, type WebAclScope } from './web-acl';
export type { ManagedRules } from './web-acl-rules';
