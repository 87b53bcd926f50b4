import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { accessLogBucketName } from './access-logs';
import { originKeepAliveSeconds } from './cloud-front-entrance';
import { edgeLogBucketName } from './cloud-front-logs';
import { entranceProblems } from './entrance';
import type { LoadBalancerProps } from './load-balancer';
import { taskSubnetIds } from './task-subnets';
import type { IWebAcl } from './web-acl';

/** Props with every default written out, and the balancer's name in the cloud. */
export type Settings = Required<Omit<LoadBalancerProps, 'webAcl'>> & {
  /** The web ACL in front, or undefined. */
  readonly webAcl: IWebAcl | undefined;

  /** Name of the balancer in the cloud. */
  readonly cloudName: string;
};

/** Writes out every default, so that deleting a prop resets it. */
export function resolveLoadBalancer(props: LoadBalancerProps): Settings {
  const name = props.name ?? 'public';
  return {
    network: props.network,
    environment: props.environment,
    entrance: props.entrance,
    webAcl: props.webAcl,
    name,
    accessLogRetentionDays: props.accessLogRetentionDays ?? 90,
    idleTimeoutSeconds: props.idleTimeoutSeconds ?? 60,
    deletionProtection: props.deletionProtection ?? true,
    cloudName: cloudName(props.environment, name),
  };
}

/** Stand-ins as long as the longest account and region, which are known only when Terraform runs. */
const longestAccount = '0'.repeat(12);
const longestRegion = 'ap-northeast-1';

/** Everything that is wrong with the props of a load balancer. */
export function loadBalancerProblems(settings: Settings): string[] {
  const { environment, name, entrance } = settings;
  const bucketName =
    entrance.way.kind === 'domain'
      ? accessLogBucketName(settings.cloudName, longestAccount, longestRegion)
      : edgeLogBucketName(settings.cloudName, longestAccount, longestRegion);
  const tooLong = lengthProblems([settings.cloudName], { thing: 'load balancer', maxLength: 32 });
  return [
    ...nameProblems('environment', environment),
    ...nameProblems('name', name),
    ...tooLong,
    ...(tooLong.length > 0
      ? []
      : lengthProblems([bucketName], { thing: 'access log bucket', maxLength: 63 })),
    ...entranceProblems(entrance),
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
    broken: (settings) => {
      const { ids } = subnetsOf(settings);
      return known(ids) && new Set(ids).size < 2;
    },
    message: (settings) => {
      const { kind, ids } = subnetsOf(settings);
      return `'network' must have ${kind} subnets in two zones or more, got ${shown(ids)}; add another ${kind} subnet`;
    },
  },
  {
    broken: ({ network, entrance: { way } }) =>
      way.kind === 'cloudFront' && network.internetGateway === undefined,
    message: () =>
      `'network' has no internet gateway, and CloudFront reaches a balancer only in a VPC that has one attached, though no traffic goes through it; attach one, or use Entrance.domain with public subnets`,
  },
  {
    broken: ({ idleTimeoutSeconds: seconds, entrance: { way } }) =>
      way.kind === 'cloudFront' && known(seconds) && seconds <= originKeepAliveSeconds,
    message: ({ idleTimeoutSeconds }) =>
      `'idleTimeoutSeconds' must be above the ${originKeepAliveSeconds} s for which CloudFront keeps an idle connection, got ${shown(idleTimeoutSeconds)}: a connection that the balancer closes first ends in a 502; raise it`,
  },
  {
    broken: ({ webAcl, entrance: { way } }) =>
      webAcl !== undefined && webAcl.scope !== scopeOf[way.kind],
    message: ({ webAcl, entrance: { way } }) =>
      `'webAcl' has the scope ${shown(webAcl?.scope)}, but this entrance needs ${shown(scopeOf[way.kind])}: AWS lets no other stand in front of it; make it with { scope: '${scopeOf[way.kind]}' }`,
  },
];

/** A web ACL stands where the requests come in. */
const scopeOf = { domain: 'regional', cloudFront: 'cloudFront' } as const;

/** The subnets that the balancer stands in. */
export function subnetsOf({ network, entrance: { way } }: Settings) {
  return way.kind === 'domain'
    ? ({ kind: 'public', ids: network.publicSubnetIds } as const)
    : ({ kind: 'private', ids: taskSubnetIds(network) } as const);
}
