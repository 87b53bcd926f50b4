import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { accessLogBucketName } from './access-logs';
import { domainProblems } from './certificate';
import type { LoadBalancerProps } from './load-balancer';

/** Props with every default written out, and the balancer's name in the cloud. */
export type Settings = Required<LoadBalancerProps> & {
  /** Name of the balancer in the cloud. */
  readonly cloudName: string;
};

/** Writes out every default, so that deleting a prop resets it. */
export function resolveLoadBalancer(props: LoadBalancerProps): Settings {
  const name = props.name ?? 'public';
  return {
    network: props.network,
    environment: props.environment,
    domain: props.domain,
    name,
    accessLogRetentionDays: props.accessLogRetentionDays ?? 90,
    idleTimeoutSeconds: props.idleTimeoutSeconds ?? 60,
    deletionProtection: props.deletionProtection ?? true,
    tlsPolicy: props.tlsPolicy ?? 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
    dualStack: props.dualStack ?? false,
    cloudName: cloudName(props.environment, name),
  };
}

/** Stand-ins as long as the longest account and region, which are known only when Terraform runs. */
const longestAccount = '0'.repeat(12);
const longestRegion = 'ap-northeast-1';

/** Everything that is wrong with the props of a load balancer. */
export function loadBalancerProblems(settings: Settings): string[] {
  const { environment, name, domain } = settings;
  const bucketName = accessLogBucketName(settings.cloudName, longestAccount, longestRegion);
  const tooLong = lengthProblems([settings.cloudName], { thing: 'load balancer', maxLength: 32 });
  return [
    ...nameProblems('environment', environment),
    ...nameProblems('name', name),
    ...tooLong,
    ...(tooLong.length > 0
      ? []
      : lengthProblems([bucketName], { thing: 'access log bucket', maxLength: 63 })),
    ...domainProblems(domain),
    ...problemsOf(settings, rules),
  ];
}

function range(
  prop: 'accessLogRetentionDays' | 'idleTimeoutSeconds',
  min: number,
  max: number,
): Rule<Settings> {
  return {
    broken: ({ [prop]: value }) =>
      known(value) && (!Number.isInteger(value) || value < min || value > max),
    message: ({ [prop]: value }) =>
      `'${prop}' must be a whole number from ${min} to ${max}, got ${shown(value)}; choose one in between`,
  };
}

const rules: readonly Rule<Settings>[] = [
  range('accessLogRetentionDays', 1, 3650),
  range('idleTimeoutSeconds', 1, 4000),
  {
    broken: ({ network }) =>
      known(network.publicSubnetIds) && new Set(network.publicSubnetIds).size < 2,
    message: ({ network }) =>
      `'network' must have public subnets in two zones or more, got ${shown(network.publicSubnetIds)}; add another public subnet`,
  },
];
