import type { DeploymentNews, Scenario } from '../world';
import type { JsonObject } from './pattern';

/** What ECS says of the reason. That of an alarm is in no example of the vendor: its words are ours. */
const reasons: Readonly<Record<DeploymentNews['state'] | 'start' | 'alarm', string>> = {
  begins: 'ECS deployment ecs-svc/1234567890123456789 in progress.',
  succeeds: 'ECS deployment ecs-svc/1234567890123456789 completed.',
  fails: 'ECS deployment failed.',
  start: 'ECS deployment circuit breaker: task failed to start.',
  alarm: 'ECS deployment failed: alarm detected.',
};

/** The account and region that a stack is imagined in. */
export const place = { partition: 'aws', region: 'us-east-1', account: '111122223333' } as const;

const names: Readonly<Record<DeploymentNews['state'], string>> = {
  begins: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
  succeeds: 'SERVICE_DEPLOYMENT_COMPLETED',
  fails: 'SERVICE_DEPLOYMENT_FAILED',
};

/**
 * What ECS tells EventBridge of a deployment, in the shape of the vendor's examples.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export function deploymentEvent(
  { subject }: Pick<Scenario, 'subject'>,
  { state, cause, elsewhere = false }: DeploymentNews,
): JsonObject {
  const { partition, region, account } = place;
  // the other cluster has a name that begins like ours
  const cluster = elsewhere ? 'prod-blue' : 'prod';
  return {
    version: '0',
    id: 'ddca6449-b258-46c0-8653-e0e3a6d0468b',
    'detail-type': 'ECS Deployment State Change',
    source: 'aws.ecs',
    account,
    time: '2026-11-21T12:31:14Z',
    region,
    resources: [`arn:${partition}:ecs:${region}:${account}:service/${cluster}/prod-${subject}`],
    detail: {
      eventType: state === 'fails' ? 'ERROR' : 'INFO',
      eventName: names[state],
      deploymentId: 'ecs-svc/1234567890123456789',
      updatedAt: '2026-11-21T12:31:13Z',
      reason: reasons[cause ?? state],
    },
  };
}

/**
 * The same as the other detail type that ECS knows for it, which is documented for alarms as well.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
export function serviceAction(event: JsonObject): JsonObject {
  return { ...event, 'detail-type': 'ECS Service Action' };
}
