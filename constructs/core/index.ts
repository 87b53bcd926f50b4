// the root entry of the package: what a declaration is written with
export { baseImageLockPath, type BaseImageLock } from './base-image-lock';
export type { Connectable, Connection, ConnectionEnvironment, Peer } from './connection';
export { type FolderImageOptions, type FolderSource, Image, type RegistrySource } from './image';
export { Access, Route, type RouteOptions } from './route';
export { Secret } from './secret';
export { defineSystem, type System, type SystemDeclaration } from './system';
export { InternalError, ValidationError } from './validation';
export type { HealthCheck, Workload } from './workload';
