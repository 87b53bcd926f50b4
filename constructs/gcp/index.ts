// the './gcp' entry of the package
export { Alarms, type AlarmsProps } from './alarms';
export type { Attachment, Companion, SharedDirectory } from './attachment';
export type { IBacking } from './backing';
export { Bucket, type BucketProps } from './bucket';
export { Budget, type BudgetProps } from './budget';
export { Cache, type CacheNodeType, type CacheProps } from './cache';
export { CloudRunService } from './cloud-run-service';
export type { CloudRunServiceProps } from './cloud-run-service-props';
export { Dashboard, type DashboardProps } from './dashboard';
export type { Domain } from './domain';
export { type DomainEntranceOptions, Entrance, type ExistingEntrance } from './entrance';
export type { Exposure } from './exposure';
export { Files, type FilesProps } from './files';
export { GithubIdentity, type GithubIdentityProps } from './github-identity';
export type { TlsPolicy } from './listeners';
export { LoadBalancer, type LoadBalancerProps } from './load-balancer';
export { type ExistingNetworkProps, type INetwork, Network, type NetworkProps } from './network';
export { ProjectServices, type ProjectServicesProps } from './project-services';
export { Region, type RegionProps } from './region';
export {
  type ExistingRegistryProps,
  type IRegistry,
  keptTagPrefix,
  Registry,
  type RegistryImage,
  type RegistryProps,
} from './registry';
export { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';
export { type RequestScalingOptions, Scaling } from './scaling';
export {
  type ISecretStore,
  SecretStore,
  type SecretStoreProps,
  type SecretVersion,
} from './secret-store';
export type { ManagedRules } from './security-policy';
export type { Grant } from './service-account';
export type { AnyRoute, LoadBalancerRoute } from './url-map-routes';
export type { Watched } from './watched';
