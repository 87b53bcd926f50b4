import type { EcsTaskDefinitionVolume } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { volumeName } from './container-definition';

/** A file system that a container sees in one of its directories. */
export interface TaskMount {
  /** Absolute directory in the container. */
  readonly path: string;

  /** Id of the EFS file system. */
  readonly fileSystemId: string;

  /** Id of its access point, which says who the caller is there and where it may go. */
  readonly accessPointId: string;
}

/** The volumes of a task, sorted: empty ones for its writable paths, and the file systems that it mounts. */
export function volumeBlocks(
  writablePaths: readonly string[],
  mounts: readonly TaskMount[],
): EcsTaskDefinitionVolume[] {
  const empty = writablePaths.map((path) => ({ name: volumeName(path) }));
  return [...empty, ...mounts.map(fileSystemVolume)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** SECURITY(ECS.18): TLS all the way, as the task role, and only through the access point. */
function fileSystemVolume({ path, fileSystemId, accessPointId }: TaskMount) {
  return {
    name: volumeName(path),
    efsVolumeConfiguration: {
      fileSystemId,
      // the access point says which directory; another path here is refused
      rootDirectory: '/',
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId, iam: 'ENABLED' },
    },
  };
}

/** What is wrong with one more directory of a container, or nothing: of two in one place each would hide the other. */
export function mountProblems(taken: readonly string[], path: string): string[] {
  const within = (one: string, folder: string): boolean => `${one}/`.startsWith(`${folder}/`);
  const hidden = taken.find((other) => within(path, other) || within(other, path));
  const named = taken.find((other) => volumeName(other) === volumeName(path));
  if (hidden === undefined && named === undefined) return [];
  if (hidden === undefined) {
    return [
      `'path' is '${path}', whose volume would be called '${volumeName(path)}' as that of '${named}'; rename one of them`,
    ];
  }
  return [
    `'path' must not be within another mount, got '${path}' beside '${hidden}'; give one of them another directory`,
  ];
}
