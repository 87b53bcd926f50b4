import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { type Domain, domainProblems } from './certificate';
import type { TlsPolicy } from './listeners';

/** Options of Entrance.domain: the domain, and what its listener does. */
export interface DomainEntranceOptions extends Domain {
  /**
   * What a client may negotiate. The default is TLS 1.2 and 1.3, with key exchange that withstands quantum computers.
   *
   * @default 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
   */
  readonly tlsPolicy?: TlsPolicy;

  /**
   * Answers over IPv6 too. The public subnets must have IPv6 ranges.
   *
   * @default false
   */
  readonly dualStack?: boolean;
}

/** Where CloudFront answers: the fewer places, the cheaper. Clients elsewhere are served from the nearest of them. */
export type PriceClass = 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';

/** Options of Entrance.cloudFront. */
export interface CloudFrontEntranceOptions {
  /**
   * The AWS provider of us-east-1, where CloudFront keeps its web ACL and its logs.
   *
   * @default - the provider of the stack, which must be in us-east-1 then
   */
  readonly provider?: AwsProvider;

  /**
   * A domain of one's own in front of the distribution: DNS records are made for it. It needs `certificateArn`.
   *
   * @default - the name that CloudFront gives, with CloudFront's own certificate, which lets clients use old TLS
   */
  readonly domain?: Domain;

  /**
   * ARN of a valid certificate for all names of `domain`, in us-east-1: CloudFront takes no other.
   *
   * @default - CloudFront's own certificate
   */
  readonly certificateArn?: string;

  /**
   * Seconds that CloudFront waits for the balancer to begin or go on with an answer, 1 to 120.
   *
   * @default 60
   */
  readonly readTimeoutSeconds?: number;

  /**
   * Where CloudFront answers. The default is North America, Europe and Israel.
   *
   * @default 'PriceClass_100'
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
   */
  readonly priceClass?: PriceClass;
}

/** The way in through a domain, with every default written out. */
export interface DomainWay extends Required<Omit<DomainEntranceOptions, 'zoneId'>> {
  /** What is made. */
  readonly kind: 'domain';

  /** Id of the zone, or undefined where Terraform looks for it. */
  readonly zoneId: string | undefined;
}

/** The way in through CloudFront, with every default written out. */
export interface CloudFrontWay extends CloudFrontEntranceOptions {
  /** What is made. */
  readonly kind: 'cloudFront';

  /** Seconds that CloudFront waits for the balancer. */
  readonly readTimeoutSeconds: number;

  /** Where CloudFront answers. */
  readonly priceClass: PriceClass;
}

/** The header in which our distributions tell the scheme of the client: the balancer behind overwrites the usual one. */
export const viewerSchemeHeader = 'X-Viewer-Scheme';

/**
 * How the public comes to a load balancer.
 *
 * Prices are per month in us-east-1 and without traffic, from the vendor's pages "Elastic Load Balancing pricing",
 * "Amazon VPC pricing" and "Amazon CloudFront pricing" as of 2026-06.
 *
 * @example
 * new LoadBalancer(this, 'LoadBalancer', { network, environment: 'prod', entrance: Entrance.cloudFront() });
 */
export class Entrance {
  private constructor(
    /** The one way in. */
    public readonly way: DomainWay | CloudFrontWay,
  ) {}

  /**
   * A domain in a Route 53 zone of the account leads to a public balancer that ends TLS: 16.43 USD, and 3.65 per zone for
   * its public address. That is 23.73 USD in two zones.
   */
  public static domain(options: DomainEntranceOptions): Entrance {
    return new Entrance({
      kind: 'domain',
      name: options.name,
      zoneName: options.zoneName,
      zoneId: options.zoneId,
      alternativeNames: options.alternativeNames ?? [],
      tlsPolicy: options.tlsPolicy ?? 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      dualStack: options.dualStack ?? false,
    });
  }

  /**
   * HTTPS at once, without a domain: CloudFront ends TLS and reaches a balancer in private subnets through a VPC origin.
   * 16.43 USD for the balancer, which has no public address; CloudFront and its VPC origin cost nothing while nobody
   * calls. Its own certificate accepts TLS 1.0 and newer, which only a domain with a certificate changes.
   */
  public static cloudFront(options: CloudFrontEntranceOptions = {}): Entrance {
    return new Entrance({
      ...options,
      kind: 'cloudFront',
      readTimeoutSeconds: options.readTimeoutSeconds ?? 60,
      priceClass: options.priceClass ?? 'PriceClass_100',
    });
  }
}

/** What is wrong with an entrance, or nothing. */
export function entranceProblems({ way }: Entrance): string[] {
  if (way.kind === 'domain') return domainProblems(way, 'entrance');
  return [
    ...(way.domain === undefined ? [] : domainProblems(way.domain, 'entrance.domain')),
    ...problemsOf(way, cloudFrontRules),
  ];
}

const cloudFrontRules: readonly Rule<CloudFrontWay>[] = [
  {
    broken: ({ readTimeoutSeconds: seconds }) =>
      known(seconds) && (!Number.isInteger(seconds) || seconds < 1 || seconds > 120),
    message: ({ readTimeoutSeconds }) =>
      `'entrance.readTimeoutSeconds' must be a whole number from 1 to 120, got ${shown(readTimeoutSeconds)}; choose one in between`,
  },
  {
    broken: ({ domain, certificateArn }) =>
      (domain === undefined) !== (certificateArn === undefined),
    message: ({ domain }) =>
      domain === undefined
        ? `'entrance.certificateArn' is set without 'entrance.domain', so that nobody would see the certificate; set both or neither`
        : `'entrance.domain' is set without 'entrance.certificateArn', and CloudFront's own certificate holds for no other name; set both or neither`,
  },
  {
    broken: ({ certificateArn: arn }) =>
      known(arn) && !/^arn:[a-z-]+:acm:us-east-1:\d{12}:certificate\/.+$/.test(arn),
    message: ({ certificateArn }) =>
      `'entrance.certificateArn' must be the ARN of a certificate in us-east-1, the only region whose certificates CloudFront takes, got ${shown(certificateArn)}; make one there`,
  },
];
