import { requires, type ReviewRule } from '../rule';

/** A balancer of Google logs each request. */
export const gcpBackendLogging: ReviewRule = {
  id: 'gcp-backend-logging',
  title: 'a balancer of Google logs each request',
  rationale: 'After an incident these logs are the only list of who asked for what.',
  remedy: "write 'log_config' with 'enable' set to true",
  severity: 'medium',
  controls: ['CIS 2.16'],
  page: 'https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring',
  types: ['google_compute_backend_service'],
  check: ({ block }, evidence) => {
    const config = evidence.first(block.log_config);
    return requires(config && evidence.isTrue(config.enable), "'log_config' is not enabled");
  },
};
