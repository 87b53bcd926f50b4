import { every, requires, type ReviewRule } from '../rule';

/** An alert of Google tells somebody. */
export const monitoringChannel: ReviewRule = {
  id: 'monitoring-channel',
  title: 'an alert of Google tells somebody',
  rationale: 'An alert that tells nobody is a colour in a console.',
  remedy: "name channels in 'notification_channels'",
  severity: 'high',
  controls: [],
  page: 'https://cloud.google.com/monitoring/support/notification-options',
  types: ['google_monitoring_alert_policy'],
  check: ({ block }, evidence) =>
    requires(
      every([evidence.isTrue(block.enabled, true), evidence.isSet(block.notification_channels)]),
      "'notification_channels' names nobody",
    ),
};
