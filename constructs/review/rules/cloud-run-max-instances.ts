import { requires, type ReviewRule, some } from '../rule';

/** A service of Cloud Run starts no more instances than somebody decided to pay. */
export const cloudRunMaxInstances: ReviewRule = {
  id: 'cloud-run-max-instances',
  title: 'a service of Cloud Run starts no more instances than somebody decided to pay',
  rationale: 'An attack, or a loop between two services, is otherwise paid for.',
  remedy: "write 'max_instance_count' in 'template.scaling', or scale by hand",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/run/docs/configuring/max-instances',
  types: ['google_cloud_run_v2_service'],
  check: ({ block }, evidence) => {
    const scaling = evidence.first(block.scaling);
    const template = evidence.first(block.template);
    const own = template && evidence.first(template.scaling);
    return requires(
      some([
        scaling && evidence.isText(scaling.scaling_mode, (text) => text === 'MANUAL'),
        scaling && evidence.isNumber(scaling.max_instance_count, (count) => count > 0),
        own && evidence.isNumber(own.max_instance_count, (count) => count > 0),
      ]),
      "'max_instance_count' is not written",
    );
  },
};
