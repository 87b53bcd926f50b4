import type { EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { known } from '../core/known';
import { escapeTemplate } from '../core/template';
import type { Deployment, DeploymentChoice, LinearOptions } from './deployment';

/** What a deployment decides of an ECS service. */
export type DeploymentConfig = Pick<
  EcsServiceConfig,
  | 'alarms'
  | 'availabilityZoneRebalancing'
  | 'deploymentCircuitBreaker'
  | 'deploymentConfiguration'
  | 'deploymentController'
  | 'deploymentMaximumPercent'
  | 'deploymentMinimumHealthyPercent'
  | 'timeouts'
>;

/** How long the provider waits for a deployment that needs no baking. */
const providerMinutes = 20;

/** Every setting of a service that its deployment decides, written out, also those that it has no use for. */
export function deploymentConfig({ choice }: Deployment): DeploymentConfig {
  const rolling = choice.kind === 'rolling' ? choice.options : {};
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = rolling;
  const breaker = choice.kind === 'rolling' && (rolling.circuitBreaker ?? true);
  return {
    // never CodeDeploy, which Terraform cannot wait for
    deploymentController: { type: 'ECS' },
    deploymentMinimumHealthyPercent: minimumHealthyPercent,
    deploymentMaximumPercent: maximumPercent,
    deploymentCircuitBreaker: { enable: breaker, rollback: breaker },
    // moving a task to another zone takes one more for a while
    availabilityZoneRebalancing: maximumPercent > 100 ? 'ENABLED' : 'DISABLED',
    ...alarmsOf(choice),
    ...strategyOf(choice),
  };
}

function alarmsOf({ options }: DeploymentChoice): Pick<DeploymentConfig, 'alarms'> {
  const { alarms = [], alarmsEnabled: enable = true } = options;
  // the provider refuses a block without names
  if (alarms.length === 0) return {};
  const alarmNames = [...new Set(alarms)].sort().map(escapeTemplate);
  return { alarms: { alarmNames, enable, rollback: enable } };
}

/**
 * The fields that need version 6 of the provider: none of them where nothing but the default is asked for, so that 5.x
 * deploys that. AWS keeps a strategy that is not written.
 */
function strategyOf(
  choice: DeploymentChoice,
): Pick<DeploymentConfig, 'deploymentConfiguration' | 'timeouts'> {
  if (choice.kind === 'rolling') {
    const { replacesTrafficShift = false } = choice.options;
    return replacesTrafficShift ? { deploymentConfiguration: { strategy: 'ROLLING' } } : {};
  }
  const { bakeMinutes = 10 } = choice.options;
  if (choice.kind === 'blueGreen') {
    return {
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: String(bakeMinutes) },
      timeouts: waitingFor(minutesOf(bakeMinutes)),
    };
  }
  if (choice.kind === 'linear') return linearOf(choice.options);
  const { canaryPercent = 10, canaryBakeMinutes = 10 } = choice.options;
  return {
    deploymentConfiguration: {
      strategy: 'CANARY',
      bakeTimeInMinutes: String(bakeMinutes),
      canaryConfiguration: { canaryPercent, canaryBakeTimeInMinutes: String(canaryBakeMinutes) },
    },
    timeouts: waitingFor(minutesOf(bakeMinutes) + minutesOf(canaryBakeMinutes)),
  };
}

/** Each step but the last one is waited after. */
function linearOf(
  options: LinearOptions,
): Pick<DeploymentConfig, 'deploymentConfiguration' | 'timeouts'> {
  const { bakeMinutes = 10, stepPercent = 10, stepBakeMinutes = 6 } = options;
  const steps = Math.ceil(1000 / Math.round((known(stepPercent) ? stepPercent : 3) * 10));
  return {
    deploymentConfiguration: {
      strategy: 'LINEAR',
      bakeTimeInMinutes: String(bakeMinutes),
      linearConfiguration: { stepPercent, stepBakeTimeInMinutes: String(stepBakeMinutes) },
    },
    timeouts: waitingFor(minutesOf(bakeMinutes) + (steps - 1) * minutesOf(stepBakeMinutes)),
  };
}

/** What only Terraform knows is taken for the longest that AWS allows. */
function minutesOf(minutes: number): number {
  return known(minutes) ? minutes : 1440;
}

/** The provider gives up after 20 minutes by itself, in the middle of a longer bake. */
function waitingFor(bakeMinutes: number) {
  const minutes = `${providerMinutes + bakeMinutes}m`;
  return { create: minutes, update: minutes };
}
