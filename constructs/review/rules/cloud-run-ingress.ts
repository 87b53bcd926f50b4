import { requires, type ReviewRule } from '../rule';

/** A service behind a load balancer has no second door. */
export const cloudRunIngress: ReviewRule = {
  id: 'cloud-run-ingress',
  title: 'a service behind a load balancer has no second door',
  rationale: 'The address of the service itself leads around the firewall of the balancer.',
  remedy: "set 'ingress' to 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER'",
  severity: 'high',
  controls: [],
  page: 'https://cloud.google.com/run/docs/securing/ingress',
  types: ['google_cloud_run_v2_service'],
  check: (service, evidence) => {
    const fronted = evidence.model
      .all('google_compute_region_network_endpoint_group')
      .some(({ block }) => {
        const group = evidence.first(block.cloud_run);
        const named = evidence.target(group?.service);
        const name = evidence.model.text(group?.service);
        return (
          named === service ||
          (name !== undefined && name === evidence.model.text(service.block.name))
        );
      });
    const open = 'INGRESS_TRAFFIC_ALL';
    return fronted
      ? requires(
          evidence.isText(service.block.ingress, (text) => text !== open, open),
          "'ingress' is 'INGRESS_TRAFFIC_ALL' although a load balancer leads to it",
        )
      : [];
  },
};
