// the './docker' entry of the package
export type { PublishedPort } from './container-config';
export { ContainerService, type ContainerServiceProps } from './container-service';
export { type ExistingNetworkProps, type INetwork, Network, type NetworkProps } from './network';
export { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';
