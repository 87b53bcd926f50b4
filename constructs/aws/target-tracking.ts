import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as PredefinedMetric,
} from '@cdktf/provider-aws/lib/appautoscaling-policy';
import type { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { Construct } from 'constructs';

/** A metric of AWS that a policy keeps at a value. */
export interface TrackedMetric extends PredefinedMetric {
  /** Construct id of the policy. */
  readonly id: string;

  /** Name of the policy, unlike that of any other of the service. */
  readonly name: string;

  /** Value to keep. */
  readonly targetValue: number;
}

/** Scaling out waits a minute for the new tasks to count, scaling in five. */
export function addTargetTracking(
  scope: Construct,
  target: AppautoscalingTarget,
  { id, name, targetValue, ...predefinedMetricSpecification }: TrackedMetric,
): void {
  new AppautoscalingPolicy(scope, id, {
    name,
    policyType: 'TargetTrackingScaling',
    resourceId: target.resourceId,
    scalableDimension: target.scalableDimension,
    serviceNamespace: target.serviceNamespace,
    targetTrackingScalingPolicyConfiguration: {
      targetValue,
      scaleInCooldown: 300,
      scaleOutCooldown: 60,
      disableScaleIn: false,
      predefinedMetricSpecification,
    },
  });
}
