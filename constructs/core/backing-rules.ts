import type { BackingConnection, FilesBacking } from './backing';
import { nameProblems } from './naming';
import type { System } from './system';
import { shown } from './validation';

/** Every problem of a system's backings and of who uses them. */
export function backingProblems(system: System): string[] {
  return [
    ...Object.keys(system.backings).flatMap((name) => [
      ...nameProblems('name', name),
      ...(Object.hasOwn(system.workloads, name)
        ? [`'backings' and 'workloads' both have '${name}'; rename one of them`]
        : []),
    ]),
    ...singleWriterProblems(system),
    ...Object.keys(system.workloads).flatMap((name) => pathProblems(name, system)),
  ];
}

function singleWriterProblems({ backings, backingConnections }: System): string[] {
  return Object.entries(backings).flatMap(([name, backing]) => {
    const users = backingConnections.filter(({ to }) => to === name).map(({ from }) => from);
    const writers = [...new Set(users)];
    if (backing.kind !== 'files' || !backing.singleWriter || writers.length < 2) return [];
    return [
      `backing '${name}' has a single writer, but ${writers.map(shown).join(' and ')} are connected to it; let one of them own it, or set 'singleWriter' to false`,
    ];
  });
}

/** Two things in one directory would hide each other. */
function pathProblems(workload: string, system: System): string[] {
  const taken = [...(system.workloads[workload]?.writablePaths ?? [])];
  return system.backingConnections
    .filter(({ from }) => from === workload)
    .flatMap((connection) => {
      const path = filesOf(system, connection)?.path;
      if (path === undefined) return [];
      const hidden = taken.find((other) => isWithin(path, other) || isWithin(other, path));
      taken.push(path);
      if (hidden === undefined) return [];
      return [
        `workload '${workload}' has ${shown(hidden)} and the files of '${connection.to}' at ${shown(path)}; give the backing another 'path', or leave the directory out of 'writablePaths'`,
      ];
    });
}

function filesOf({ backings }: System, { to }: BackingConnection): FilesBacking | undefined {
  const backing = backings[to];
  return backing?.kind === 'files' ? backing : undefined;
}

function isWithin(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}
