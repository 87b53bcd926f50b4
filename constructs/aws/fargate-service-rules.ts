import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { fargateSizeProblems } from '../core/size';
import { problemsOf, type Rule, shown } from '../core/validation';
import { workloadProblems } from '../core/workload';
import type { FargateServiceProps } from './fargate-service';
import { Scaling, scalingProblems } from './scaling';
import { imageProblems } from './task-image';

/** Every problem of a service's props. */
export function fargateServiceProblems(name: string, props: FargateServiceProps): string[] {
  return [
    ...nameProblems('name', name),
    ...roleNameProblems(name, props),
    ...workloadProblems(props.workload),
    ...fargateSizeProblems(props.vcpu ?? 0.25, props.memoryMiB ?? 512),
    ...scalingProblems(props.scaling ?? Scaling.cpu()),
    ...imageProblems(props.workload.image, props.cluster.registry),
    ...problemsOf(props, rules),
  ];
}

/** The role is the name with the lowest limit of all that a service makes. */
function roleNameProblems(name: string, { cluster }: FargateServiceProps): string[] {
  const role = `${cloudName(cluster.environment, name)}-execution`;
  return lengthProblems([role], { thing: 'IAM role', maxLength: 64 });
}

const rules: readonly Rule<FargateServiceProps>[] = [
  {
    broken: ({ requestSeconds = 60 }) =>
      !Number.isInteger(requestSeconds) || requestSeconds < 1 || requestSeconds > 3600,
    message: ({ requestSeconds }) =>
      `'requestSeconds' must be a whole number from 1 to 3600, got ${shown(requestSeconds)}; choose the longest answer that callers accept`,
  },
  {
    broken: ({ cluster, workload }) =>
      cluster.secrets === undefined && Object.keys(workload.secrets ?? {}).length > 0,
    message: ({ workload }) =>
      `'workload.secrets' has ${Object.keys(workload.secrets ?? {}).join(', ')}, but the cluster has no 'secrets' to bind them to; give the Cluster a SecretStore`,
  },
];
