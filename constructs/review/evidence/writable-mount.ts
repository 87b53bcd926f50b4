import type { Evidence } from './evidence';
import { objectOf, type Resource } from '../model';
import { every, not, some } from '../rule';

/** Whether a container of a task definition writes to a file system of EFS. */
export function mountsWritable(task: Resource, evidence: Evidence): boolean | undefined {
  const { model } = evidence;
  const volumes = model.blocks(task.block.volume);
  const shared = volumes?.filter((volume) => volume.efs_volume_configuration !== undefined);
  if (shared?.length === 0) return false;
  const names = shared?.map(({ name }) => model.text(name));
  const containers = evidence.containersOf(task);
  if (!containers) return undefined;
  return some(
    containers.flatMap(({ definition }) =>
      (model.list(definition.mountPoints) ?? [undefined]).map((raw) => {
        const { sourceVolume, readOnly } = objectOf(raw);
        const name = model.text(sourceVolume);
        const ours = name === undefined || !names ? undefined : names.includes(name);
        return every([ours, not(model.flag(readOnly, false))]);
      }),
    ),
  );
}
