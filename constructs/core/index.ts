// the root entry of the package: what a declaration is written with
export {
  Backing,
  type BackingConnection,
  type BackingPeer,
  type BucketBacking,
  type BucketOptions,
  type BucketPeer,
  type CacheBacking,
  type FilesBacking,
  type FilesOptions,
  type FilesPeer,
} from './backing';
export { baseImageLockPath, type BaseImageLock } from './base-image-lock';
export type { BurnRate, Severity } from './burn-rate';
export type { Connectable, Connection, ConnectionEnvironment, Peer } from './connection';
export type { GithubRepository, GithubWorkflows } from './github';
export { type FolderImageOptions, type FolderSource, Image, type RegistrySource } from './image';
export { Notify, type NotifyOptions } from './notify';
export type { LatencyObjective, Objective } from './objective';
export { type ClientRate, RateLimit } from './rate-limit';
export { Access, Route, type RouteOptions } from './route';
export { Secret } from './secret';
export {
  type Backings,
  type DeclaredConnection,
  defineSystem,
  type System,
  type SystemDeclaration,
  type Workloads,
} from './system';
export { InternalError, ValidationError } from './validation';
export type { HealthCheck, Workload } from './workload';
