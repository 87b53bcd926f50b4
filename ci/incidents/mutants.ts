import type { PlatformName } from './platforms';

/** A mistake in the alarms of a platform, and the scenario that must show it. */
export interface Mutant {
  readonly mistake: string;
  readonly platform: PlatformName;
  readonly scenario: string;
  readonly from: RegExp;
  readonly to: string;
}

/** Alarms that are weakened or too loud; each must change what the table says of its scenario. */
export const mutants: readonly Mutant[] = [
  of('compose', 'twice the threshold', 'two-percent', /> 0\.0144\n/g, '> 0.0288\n'),
  of('compose', 'no least number of errors', 'single-error-at-night', />= 5\n/g, '>= 0\n'),
  of('compose', 'a short window that is long', 'short-outage', /\[5m\]/g, '[1h]'),
  of('compose', 'no wait before the ticket', 'latency-creep', /for: 2m/g, 'for: 40m'),
  of('compose', 'an absence that may last', 'gone', /for: 30s/g, 'for: 45m'),
  of('compose', 'probes that hide errors', 'outage', /status=~"5\.\."/g, 'status=~"4.."'),
  of(
    'ecs-prod',
    'twice the threshold',
    'two-percent',
    /"threshold":0\.0144\b/g,
    '"threshold":0.0288',
  ),
  of('ecs-prod', 'no least number of errors', 'single-error-at-night', /bad >= 5,/g, 'bad >= 0,'),
  of(
    'ecs-prod',
    'a window of an hour that has 5 minutes',
    'two-percent',
    /"period":3600/g,
    '"period":300',
  ),
  of(
    'ecs-prod',
    'missing data that is good',
    'gone',
    /"treat_missing_data":"breaching"/g,
    '"treat_missing_data":"notBreaching"',
  ),
  of(
    'ecs-prod',
    'a store that may be silent',
    'store-unreachable',
    /"treat_missing_data":"breaching"/g,
    '"treat_missing_data":"missing"',
  ),
  of('ecs-prod', 'one window instead of both', 'two-percent', /\) AND ALARM\(/g, ') OR ALARM('),
  of(
    'ecs-prod',
    'alarms that nobody hears',
    'outage',
    /"alarm_actions":\[[^\]]+\]/g,
    '"alarm_actions":[]',
  ),
  of(
    'ecs-prod',
    'deployments of another cluster',
    'deployment-failed',
    /:service\/\$\{aws_ecs_cluster\.\w+\.name\}\//g,
    ':service/staging/',
  ),
  of(
    'ecs-prod',
    'deployments of every cluster that begins like ours',
    'deployment-elsewhere',
    /(:service\/\$\{aws_ecs_cluster\.\w+\.name\})\//g,
    '$1',
  ),
  of(
    'ecs-prod',
    'deployments that succeed',
    'deployment',
    /\["SERVICE_DEPLOYMENT_FAILED"\]/g,
    '["SERVICE_DEPLOYMENT_FAILED","SERVICE_DEPLOYMENT_COMPLETED"]',
  ),
  of(
    'ecs-prod',
    'a topic that takes nothing from EventBridge',
    'deployment-failed',
    /"Service":"events\.amazonaws\.com"/g,
    '"Service":"cloudwatch.amazonaws.com"',
  ),
  of(
    'ecs-prod',
    'a topic that nobody reads',
    'deployment-failed',
    /"topic_arn":"\$\{aws_sns_topic\.\w+\.arn\}"/g,
    '"topic_arn":"another"',
  ),
  of(
    'ecs-prod',
    'a gate with the alarms of another system',
    'deployment-went-back',
    /"alarm_names":\["prod-users-form-server-errors"/g,
    '"alarm_names":["staging-users-form-server-errors"',
  ),
  of(
    'ecs-prod',
    'a gate that does not go back',
    'deployment-went-back',
    /"enable":true,"rollback":true/g,
    '"enable":true,"rollback":false',
  ),
  of(
    'ecs-prod',
    'a task that may wait for 4 minutes',
    'deployment-failed',
    /"datapoints_to_alarm":10/g,
    '"datapoints_to_alarm":4',
  ),
  of(
    'gcp-run',
    'revisions of another system',
    'deployment-failed',
    /=~\\"\^\(/g,
    '=~\\"^staging-(',
  ),
  of(
    'gcp-run',
    'revisions of whatever begins like ours',
    'deployment-elsewhere',
    /prod-webapp\)\$\\"/g,
    'prod-webapp)\\"',
  ),
  of(
    'gcp-run',
    'the entry of the service',
    'deployment-failed',
    /kind=\\"Revision\\"/g,
    'kind=\\"Job\\"',
  ),
  of(
    'gcp-run',
    'a channel that is off',
    'deployment-failed',
    /"enabled":true,"force_delete"/g,
    '"enabled":false,"force_delete"',
  ),
  of('gcp-run', 'twice the threshold', 'two-percent', /> 0\.0144\)/g, '> 0.0288)'),
  of('gcp-run', 'no least number of errors', 'single-error-at-night', />= 5\)/g, '>= 0)'),
  of('gcp-run', 'no question for what is absent', 'gone', /absent\(/g, '-1 > absent('),
  of(
    'gcp-run',
    'policies that nobody hears',
    'outage',
    /"notification_channels":\[[^\]]+\]/g,
    '"notification_channels":[]',
  ),
];

function of(
  platform: PlatformName,
  mistake: string,
  scenario: string,
  from: RegExp,
  to: string,
): Mutant {
  return { platform, mistake, scenario, from, to };
}
