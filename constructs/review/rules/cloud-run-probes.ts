import { eachCloudRunContainer } from '../evidence/cloud-run-container';
import { every, requires, type ReviewRule } from '../rule';

/** Cloud Run can tell whether a container that serves has started and still serves. */
export const cloudRunProbes: ReviewRule = {
  id: 'cloud-run-probes',
  title: 'Cloud Run can tell whether a container that serves has started and still serves',
  rationale:
    'Without probes a container counts as ready when its port is open, and as alive for ever.',
  remedy: "write 'startup_probe' and 'liveness_probe'",
  severity: 'low',
  controls: [],
  page: 'https://cloud.google.com/run/docs/configuring/healthchecks',
  types: ['google_cloud_run_v2_service'],
  check: (service, evidence) =>
    eachCloudRunContainer(service, evidence, ({ ports, startup_probe, liveness_probe }) => {
      if (evidence.model.list(ports)?.length === 0) return [];
      const probes = [startup_probe, liveness_probe].map((probe) => {
        const list = evidence.blocks(probe);
        return list && list.length > 0;
      });
      return requires(every(probes), "it lacks 'startup_probe' or 'liveness_probe'");
    }),
};
