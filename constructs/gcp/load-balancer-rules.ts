import { known } from '../core/known';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { RateLimit, rateLimitProblems } from '../core/rate-limit';
import { problemsOf, type Rule, shown } from '../core/validation';
import { domainProblems } from './domain';
import type { LoadBalancerProps } from './load-balancer';
import { placeProblems } from './place';
import { computeNameLength } from './replaceable-name';
import { countProblems } from './security-policy';

/** Props with every default written out, and the balancer's name in the cloud. */
export type Settings = Required<Omit<LoadBalancerProps, 'certificateMapId'>> &
  Pick<LoadBalancerProps, 'certificateMapId'> & {
    /** Name of the balancer in the cloud. */
    readonly cloudName: string;
  };

/** Longest ending that is added to the balancer's own name, beside that of a service and a hash. */
const longestEnding = '-https-01234567';

/** Writes out every default, so that deleting a prop resets it. */
export function resolveLoadBalancer(props: LoadBalancerProps): Settings {
  const name = props.name ?? 'public';
  return {
    environment: props.environment,
    projectId: props.projectId,
    domain: props.domain,
    name,
    rateLimit: props.rateLimit ?? RateLimit.perClient({ requestsPerSecond: 100, burst: 400 }),
    managedRules: props.managedRules ?? 'preview',
    adaptiveProtection: props.adaptiveProtection ?? true,
    logSamplePercent: props.logSamplePercent ?? 100,
    deletionProtection: props.deletionProtection ?? true,
    tlsPolicy: props.tlsPolicy ?? 'MODERN',
    certificateMapId: props.certificateMapId,
    cloudName: cloudName(props.environment, name),
  };
}

/** Everything that is wrong with the props of a load balancer. */
export function loadBalancerProblems(settings: Settings): string[] {
  const { environment, name, domain, projectId, rateLimit } = settings;
  return [
    ...nameProblems('environment', environment),
    ...nameProblems('name', name),
    ...lengthProblems([`${settings.cloudName}${longestEnding}`], {
      thing: 'load balancer',
      maxLength: computeNameLength,
    }),
    ...placeProblems({ projectId, location: anyRegion }),
    ...domainProblems(domain),
    ...rateLimitProblems('', rateLimit),
    ...countProblems(rateLimit),
    ...problemsOf(settings, rules),
  ];
}

/** A global balancer is in no region. */
const anyRegion = 'us-central1';

const rules: readonly Rule<Settings>[] = [
  {
    broken: ({ logSamplePercent: value }) => known(value) && !(value >= 0 && value <= 100),
    message: ({ logSamplePercent }) =>
      `'logSamplePercent' must be a number from 0 to 100, got ${shown(logSamplePercent)}; use 100 to note every request`,
  },
  {
    broken: ({ certificateMapId: id }) =>
      known(id) &&
      !/^\/\/certificatemanager\.googleapis\.com\/projects\/[^/]+\/locations\/global\/certificateMaps\/[a-z][a-z0-9-]*$/.test(
        id,
      ),
    message: ({ certificateMapId }) =>
      `'certificateMapId' must be the full name of a certificate map, got ${shown(certificateMapId)}; use for example '//certificatemanager.googleapis.com/projects/my-project/locations/global/certificateMaps/main'`,
  },
];
