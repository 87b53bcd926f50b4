// the './docker' entry of the package
export type { IBacking } from './backing';
export { Bucket, type BucketProps } from './bucket';
export { Cache, type CacheProps } from './cache';
export type { ContainerMount } from './container-mount';
export type { PublishedPort } from './container-config';
export { ContainerService, type ContainerServiceProps } from './container-service';
export { Files, type FilesProps } from './files';
export { type ExistingNetworkProps, type INetwork, Network, type NetworkProps } from './network';
export { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';
