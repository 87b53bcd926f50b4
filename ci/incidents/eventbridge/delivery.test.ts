import { readFileSync } from 'node:fs';
import { deliveries, type EventDocument } from './delivery';
import { deploymentEvent, serviceAction } from './events';

const document = JSON.parse(
  readFileSync('stacks/__snapshots__/ecs-prod.json', 'utf8'),
) as EventDocument;
const failed = deploymentEvent(
  { subject: 'users-form' },
  { minute: 0, state: 'fails', cause: 'start' },
);

it('a failed deployment becomes one message that names the service, the reason and its page', () => {
  expect(deliveries(document, failed).map(({ rule, message }) => [rule, message])).toEqual([
    [
      'prod-deployment-failed',
      'arn:aws:ecs:us-east-1:111122223333:service/prod/prod-users-form could not be deployed: ECS deployment circuit breaker: task failed to start.. What to do: docs/runbooks/deployment-failed.md',
    ],
  ]);
});

it('so does one that is told as an action of the service, as the vendor says of alarms', () => {
  const rules = deliveries(document, serviceAction(failed)).map(({ rule }) => rule);

  expect(rules).toEqual(['prod-deployment-failed']);
});

it('nobody is told of another action', () => {
  const other = {
    ...failed,
    detail: { eventType: 'WARN', eventName: 'SERVICE_TASK_START_IMPAIRED' },
  };

  expect(deliveries(document, serviceAction(other))).toEqual([]);
});

it.each(['begins', 'succeeds'] as const)('nobody is told that one %s', (state) => {
  const event = deploymentEvent({ subject: 'users-form' }, { minute: 0, state });

  expect(deliveries(document, event)).toEqual([]);
});

/** The stack with one kind of its resources changed. */
function changed(
  kind: keyof EventDocument['resource'],
  change: (text: string) => string,
): EventDocument {
  const parsed: unknown = JSON.parse(change(JSON.stringify(document.resource[kind])));
  return { resource: { ...document.resource, [kind]: parsed } };
}

it.each([
  ['rule', changed('aws_cloudwatch_event_rule', (text) => text.replace('ENABLED', 'DISABLED'))],
  ['subscription', changed('aws_sns_topic_subscription', () => '{}')],
  [
    'policy of the topic',
    changed('aws_sns_topic_policy', (text) => text.replaceAll('events.', 'other.')),
  ],
  ['key', changed('aws_kms_key', (text) => text.replaceAll('events.', 'other.'))],
])('nobody is told without the %s', (_, without) => {
  expect(deliveries(without, failed)).toEqual([]);
});

it('a condition on a source is none that EventBridge fulfils', () => {
  const conditional = changed('aws_sns_topic_policy', (text) =>
    text.replaceAll(
      '"Principal":{"Service":"events.amazonaws.com"}',
      '"Principal":{"Service":"events.amazonaws.com"},"Condition":{"ArnLike":{"aws:SourceArn":"arn:x"}}',
    ),
  );

  expect(deliveries(conditional, failed)).toEqual([]);
});

it('fails when a policy denies what is not known', () => {
  const denying = changed('aws_sns_topic_policy', (text) =>
    text.replaceAll('aws:SecureTransport', 'aws:SourceVpc'),
  );

  expect(() => deliveries(denying, failed)).toThrow('denies what is not known here');
});
