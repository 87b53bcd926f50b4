import type { ContainerMounts, ContainerVolumes } from '@cdktf/provider-docker/lib/container';

/** Something of the host that a container sees in one of its directories. */
export interface ContainerMount {
  /** Absolute directory or file in the container. */
  readonly path: string;

  /** A named volume, or a folder or file of the host, which must exist. */
  readonly source: { readonly volumeName: string } | { readonly hostPath: string };

  /** Whether the container may not write there. */
  readonly readOnly: boolean;
}

/** Where a container finds its secrets, one file each. */
export const secretsFolder = '/run/secrets';

/** The end of the name of a volume: the writable path that it holds. */
export function volumeSuffix(path: string): string {
  return path.slice(1).replaceAll(/[^A-Za-z0-9_.-]/g, '-');
}

/** The mounts of named volumes as the provider writes them, sorted. */
export function volumeBlocks(mounts: readonly ContainerMount[]): ContainerVolumes[] {
  return sorted(mounts).flatMap(({ path, source, readOnly }) =>
    'volumeName' in source
      ? [{ containerPath: path, volumeName: source.volumeName, readOnly }]
      : [],
  );
}

/** The mounts of the host as the provider writes them: what does not exist there fails the start and is not made. */
export function hostBlocks(mounts: readonly ContainerMount[]): ContainerMounts[] {
  return sorted(mounts).flatMap(({ path, source, readOnly }) =>
    'hostPath' in source ? [{ type: 'bind', source: source.hostPath, target: path, readOnly }] : [],
  );
}

/** The writable paths of a workload, each with its volume. */
export function volumeMounts(volumes: Readonly<Record<string, string>>): ContainerMount[] {
  return Object.entries(volumes).map(([path, volumeName]) => ({
    path,
    source: { volumeName },
    readOnly: false,
  }));
}

/** One file per secret of a folder of the host. */
export function secretMounts(names: readonly string[], directory: string): ContainerMount[] {
  return names.map((name) => ({
    path: `${secretsFolder}/${name}`,
    source: { hostPath: `${directory}/${name}` },
    readOnly: true,
  }));
}

function sorted(mounts: readonly ContainerMount[]): ContainerMount[] {
  return [...mounts].sort((a, b) => (a.path < b.path ? -1 : 1));
}
