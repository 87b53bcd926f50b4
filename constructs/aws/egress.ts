/** One destination that every task of a network must be able to reach: for its image, its logs and its secrets. */
export interface EgressTarget {
  /** Part of a construct id, PascalCase, unique in its network. */
  readonly id: string;

  /** What is reached, for the description of the rule. */
  readonly description: string;

  /** TCP port that is opened. */
  readonly port: number;

  /**
   * IPv4 range that is reached.
   *
   * @default - the destination is a security group or a prefix list
   */
  readonly cidrIpv4?: string;

  /**
   * Security group that is reached.
   *
   * @default - the destination is a range or a prefix list
   */
  readonly securityGroupId?: string;

  /**
   * Prefix list that is reached, such as the addresses of S3 in the region.
   *
   * @default - the destination is a range or a security group
   */
  readonly prefixListId?: string;
}

/** AWS services that tasks can reach without the internet. All of them honour an endpoint policy. */
export type EndpointService =
  | 'ecr.api'
  | 'ecr.dkr'
  | 'events'
  | 'kms'
  | 'logs'
  | 'monitoring'
  | 'secretsmanager'
  | 'sns'
  | 'sqs'
  | 'ssm'
  | 'ssmmessages'
  | 'sts'
  | 'xray';

/** Options of Egress.nat. */
export interface NatOptions {
  /**
   * Gives every zone a gateway of its own, so that the loss of one zone cuts off no other.
   *
   * @default false
   */
  readonly perZone?: boolean;
}

/** Options of Egress.endpoints. */
export interface EndpointsOptions {
  /**
   * Services with an interface endpoint. `ecr.api`, `ecr.dkr` and `logs` must be among them, or no task could start.
   * Each costs about 7.30 USD a month per zone.
   *
   * @default ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager']
   */
  readonly services?: readonly EndpointService[];
}

/** What no task can start without. */
export const requiredServices: readonly EndpointService[] = ['ecr.api', 'ecr.dkr', 'logs'];

/**
 * How tasks in private subnets reach what they need to start: their image, their logs and their secrets.
 *
 * Prices are per month in us-east-1 and without data, from the vendor's pages "Amazon VPC pricing" and "AWS PrivateLink
 * pricing" as of 2026-06. Up to 4 endpoints per zone cost less than a gateway per zone, and so does their data.
 *
 * @example
 * new Network(this, 'Network', { environment: 'prod', zones, egress: Egress.nat() });
 */
export class Egress {
  private constructor(
    /** What is made: NAT gateways, endpoints, or nothing, since every task has an address. */
    public readonly kind: 'nat' | 'endpoints' | 'public-addresses',
    /** Whether every zone has a gateway of its own, for `nat`. */
    public readonly perZone: boolean,
    /** Services with an interface endpoint, for `endpoints`. */
    public readonly services: readonly EndpointService[],
  ) {}

  /**
   * The whole internet through a NAT gateway: 32.85 USD, its address 3.65 and 0.045 per GB. That is 36.50 USD for one
   * gateway, and for `perZone` 73.00 in two zones.
   */
  public static nat(options: NatOptions = {}): Egress {
    return new Egress('nat', options.perZone ?? false, []);
  }

  /**
   * Only the AWS services named here, and S3, where image layers are kept. The internet cannot be reached. An interface
   * endpoint costs 7.30 USD per zone and 0.01 per GB, the S3 gateway nothing: 58.40 USD for the default in two zones.
   */
  public static endpoints(options: EndpointsOptions = {}): Egress {
    return new Egress(
      'endpoints',
      false,
      options.services ?? [...requiredServices, 'secretsmanager'],
    );
  }

  /**
   * The whole internet, from tasks that stand in the public subnets and each have an address of their own: 3.65 USD per
   * task and nothing else. The network gets no private subnets, so that only security groups stand between the tasks and
   * the world: for trials, and for what has nothing to hide.
   */
  public static publicAddresses(): Egress {
    return new Egress('public-addresses', false, []);
  }
}

/** Everything outside, over TLS, for tasks that have public addresses. */
export const internetDirectly: EgressTarget = {
  id: 'Internet',
  description: 'the internet from its own address',
  port: 443,
  cidrIpv4: '0.0.0.0/0',
};

/** Everything outside, over TLS: what tasks reach through a NAT gateway. */
export const internet: EgressTarget = {
  id: 'Internet',
  description: 'the internet through NAT',
  port: 443,
  cidrIpv4: '0.0.0.0/0',
};

/** What is wrong with the services of an egress, or nothing. */
export function egressProblems({ kind, services }: Egress): string[] {
  if (kind !== 'endpoints') return [];
  const missing = requiredServices.filter((service) => !services.includes(service));
  const problems: string[] = [];
  if (missing.length > 0) {
    problems.push(
      `'egress' lacks the endpoints ${missing.join(', ')}, got ${services.join(', ') || 'none'}; add them, or no task can fetch its image and write its log`,
    );
  }
  if (new Set(services).size < services.length) {
    problems.push(`'egress' names a service twice, got ${services.join(', ')}; keep each once`);
  }
  return problems;
}
