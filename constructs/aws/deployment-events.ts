import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { alarmText } from './alarm';
import { Account } from './account';

/** What the rule about failed deployments is made with. */
export interface DeploymentEvents {
  /** Name of the environment. */
  readonly environment: string;

  /** Start of the rule's name. */
  readonly name: string;

  /** Names of the clusters. */
  readonly clusterNames: readonly string[];

  /** ARNs that a failed deployment is told to. */
  readonly actions: readonly string[];

  /** What must exist before somebody publishes. */
  readonly ready: readonly ITerraformDependable[];

  /** Where the runbooks are. */
  readonly runbooks: string;
}

/**
 * Tells of every deployment that fails, of any service of these clusters. An event, and no alarm: it has no state to show.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
export function watchDeployments(scope: Construct, events: DeploymentEvents): void {
  const { environment, clusterNames, actions, ready, runbooks } = events;
  const name = deploymentRuleName(events.name);
  const rule = new CloudwatchEventRule(scope, 'DeploymentFailed', {
    name,
    description: `A deployment to ${environment} failed`,
    eventBusName: 'default',
    state: 'ENABLED',
    forceDestroy: false,
    eventPattern: failuresIn(Account.of(scope), clusterNames),
    tags: { Name: name },
  });
  const text = alarmText(
    { kind: 'deployment-failed', subject: '<service>', detail: '<reason>' },
    runbooks,
  );
  for (const [at, arn] of actions.entries()) {
    new CloudwatchEventTarget(scope, `DeploymentFailedTarget${at + 1}`, {
      rule: rule.name,
      eventBusName: 'default',
      targetId: `topic-${at + 1}`,
      arn,
      forceDestroy: false,
      inputTransformer: {
        inputPaths: { service: '$.resources[0]', reason: '$.detail.reason' },
        inputTemplate: JSON.stringify(text),
      },
      dependsOn: [...ready],
    });
  }
}

/** Name of the rule: the longest of all that Alarms makes, and the one with the lowest limit. */
export function deploymentRuleName(name: string): string {
  return `${name}-deployment-failed`;
}

function failuresIn(account: Account, clusterNames: readonly string[]): string {
  return JSON.stringify({
    source: ['aws.ecs'],
    // the first is promised where a breaker counts, the second where an alarm fires as well; told twice is told
    'detail-type': ['ECS Deployment State Change', 'ECS Service Action'],
    detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
    resources: clusterNames.map((name) => ({
      prefix: `${account.arn('ecs', `service/${name}`)}/`,
    })),
  });
}
