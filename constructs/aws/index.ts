// the './aws' entry of the package
export { Cluster, type ClusterProps } from './cluster';
export { FargateService, type FargateServiceProps } from './fargate-service';
export { LoadBalancer, type LoadBalancerProps } from './load-balancer';
export type { LoadBalancerTarget } from './load-balancer-target';
export {
  Egress,
  type EgressTarget,
  type EndpointService,
  type EndpointsOptions,
  type ExistingNetworkProps,
  type INetwork,
  type NatOptions,
  Network,
  type NetworkProps,
} from './network';
export {
  type ExistingRegistryProps,
  type IRegistry,
  Registry,
  type RegistryImage,
  type RegistryProps,
} from './registry';
export { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';
export { type CpuScalingOptions, Scaling } from './scaling';
export { type ISecretStore, SecretStore, type SecretStoreProps } from './secret-store';
export { StateBucket, type StateBucketProps } from './state-bucket';
export type { Grant } from './task-roles';
