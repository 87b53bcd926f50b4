import { eachCloudRunContainer } from '../evidence/cloud-run-container';
import { every, requires, type ReviewRule } from '../rule';

/** A container of Cloud Run has a limit of processors and memory. */
export const cloudRunLimits: ReviewRule = {
  id: 'cloud-run-limits',
  title: 'a container of Cloud Run has a limit of processors and memory',
  rationale: 'What is not written is what Google decides today.',
  remedy: "write 'cpu' and 'memory' in 'resources.limits'",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/run/docs/configuring/services/memory-limits',
  types: ['google_cloud_run_v2_service'],
  check: (service, evidence) =>
    eachCloudRunContainer(service, evidence, ({ resources }) => {
      const limits = evidence.first(evidence.first(resources)?.limits);
      return requires(
        limits && every([evidence.isSet(limits.cpu), evidence.isSet(limits.memory)]),
        "'limits' lacks 'cpu' or 'memory'",
      );
    }),
};
