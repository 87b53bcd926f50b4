import { requires, type ReviewRule } from '../rule';

/** An alert of Google says what to do. */
export const monitoringDocumentation: ReviewRule = {
  id: 'monitoring-documentation',
  title: 'an alert of Google says what to do',
  rationale: 'Whoever is woken at three reads what stands there, and nothing else.',
  remedy: "write 'documentation' with 'content'",
  severity: 'low',
  controls: [],
  page: 'https://cloud.google.com/monitoring/alerts/doc-variables',
  types: ['google_monitoring_alert_policy'],
  check: ({ block }, evidence) => {
    const documentation = evidence.first(block.documentation);
    return requires(
      documentation && evidence.isSet(documentation.content),
      "'documentation' is missing",
    );
  },
};
