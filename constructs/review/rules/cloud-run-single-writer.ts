import { every, not, requires, type ReviewRule, some, unlessKept } from '../rule';

/** A service of Cloud Run that writes files has one instance. */
export const cloudRunSingleWriter: ReviewRule = {
  id: 'cloud-run-single-writer',
  title: 'a service of Cloud Run that writes files has one instance',
  rationale:
    'Two instances that write one file through a mounted bucket lose what the other wrote.',
  remedy:
    "set 'scaling_mode' to 'MANUAL' with 'manual_instance_count' 1, or 'max_instance_count' to 1, or mount it read-only",
  severity: 'high',
  controls: [],
  page: 'https://cloud.google.com/run/docs/configuring/services/cloud-storage-volume-mounts',
  types: ['google_cloud_run_v2_service'],
  check: ({ block }, evidence) => {
    const template = evidence.first(block.template);
    const volumes = template && evidence.blocks(template.volumes);
    const writes = volumes?.map(({ gcs, nfs }) => {
      const mounted = evidence.first(gcs ?? nfs);
      return gcs === undefined && nfs === undefined
        ? false
        : mounted && not(evidence.isTrue(mounted.read_only));
    });
    const writing = writes && some(writes);
    if (writing === false) return [];
    const [scaling, own] = [evidence.first(block.scaling), evidence.first(template?.scaling)];
    const one = some([
      every([
        scaling && evidence.isText(scaling.scaling_mode, (text) => text === 'MANUAL'),
        scaling && evidence.isNumber(scaling.manual_instance_count, (count) => count === 1),
      ]),
      own && evidence.isNumber(own.max_instance_count, (count) => count === 1),
    ]);
    return requires(writing ? one : unlessKept(one), 'it may write from two instances at once');
  },
};
