import { outside, type Step, type Unknown } from '../graph';
import type { Model, Resource } from '../model';
import { includesPort, tcpPort } from '../port-range';
import type { Balancer } from './balancer';
import type { PublicWay, Traffic } from './traffic';

/** One way of a distribution to a balancer without a public address. */
interface Leap {
  /** The distribution, the VPC origin, and what each does. */
  readonly steps: readonly Step[];

  /** The balancer that the VPC origin names. */
  readonly balancer: string | undefined;

  /** Ports that it calls, or undefined where they cannot be told. */
  readonly ports: readonly number[] | undefined;

  /** Whether the distribution answers. */
  readonly certain: boolean;
}

const distributionType = 'aws_cloudfront_distribution';
const originType = 'aws_cloudfront_vpc_origin';

/** The ways of CloudFront through its VPC origins, which need neither a public address nor a route. */
export class CloudFront {
  private readonly leaps: readonly Leap[];
  private readonly gateways: ReadonlySet<string>;

  constructor(
    private readonly model: Model,
    private readonly traffic: Traffic,
  ) {
    this.leaps = model.all(distributionType).flatMap((one) => leapsOf(model, one));
    const kinds = ['aws_internet_gateway', 'aws_internet_gateway_attachment'];
    this.gateways = new Set(
      model.all(...kinds).flatMap(({ block }) => model.identity(block.vpc_id) ?? []),
    );
  }

  /** Everyone who can call a balancer through CloudFront. */
  public callersOf(balancer: Balancer): PublicWay[] {
    if (this.withoutGateway(balancer)) return [];
    return this.leaps
      .filter((leap) => leap.balancer === balancer.resource.address)
      .flatMap((leap) => this.waysOf(leap, balancer));
  }

  /** VPC origins that may lead somewhere that is not read. */
  public unknowns(balancers: readonly Balancer[]): Unknown[] {
    const known = new Set(balancers.map(({ resource }) => resource.address));
    const used = new Set(this.leaps.flatMap(({ steps }) => steps.map(({ address }) => address)));
    return this.model.all(originType).flatMap((origin): Unknown[] => {
      const [endpoint] = this.model.blocks(origin.block.vpc_origin_endpoint_config) ?? [];
      const { address } = origin;
      const target = this.model.identity(endpoint?.arn);
      if (target === undefined || !known.has(target)) {
        return [{ address, reason: 'may lead the public to something that is not read' }];
      }
      if (used.has(address)) return [];
      return [{ address, reason: 'may belong to a distribution of another stack' }];
    });
  }

  /** AWS refuses a VPC origin in a network without an internet gateway. */
  private withoutGateway({ subnets = [] }: Balancer): boolean {
    const networks = subnets.flatMap(({ vpc }) => vpc ?? []);
    return networks.some((vpc) => this.model.resources.has(vpc) && !this.gateways.has(vpc));
  }

  private waysOf({ ports, certain, steps }: Leap, balancer: Balancer): PublicWay[] {
    const called = ports ?? balancer.listeners.flatMap(({ port }) => port ?? []);
    return this.traffic.fromCloudFront(balancer).flatMap((way) =>
      called
        .filter((port) => includesPort(way.ports, port))
        .map((port) => ({
          from: outside.internet,
          // a second way that does not go through it is a way around what it refuses
          before: 'CloudFront',
          ports: tcpPort(port),
          verdict: certain && ports !== undefined ? way.verdict : 'unknown',
          steps: [...steps, ...way.steps],
        })),
    );
  }
}

function leapsOf(model: Model, distribution: Resource): Leap[] {
  const { block, address } = distribution;
  const enabled = model.flag(block.enabled, false);
  if (enabled === false) return [];
  const origins = model.blocks(block.origin) ?? [];
  const targets = targetsOf(model, distribution);
  return origins
    .filter(({ origin_id: id }) => {
      const name = model.text(id);
      return !targets || name === undefined || targets.has(name);
    })
    .flatMap((origin) => model.blocks(origin.vpc_origin_config) ?? [])
    .flatMap((config) => model.target(config.vpc_origin_id) ?? [])
    .filter(({ type }) => type === originType)
    .flatMap((origin) =>
      (model.blocks(origin.block.vpc_origin_endpoint_config) ?? []).map((endpoint) => ({
        balancer: model.identity(endpoint.arn),
        ports: portsOf(model, endpoint),
        certain: enabled === true && targets !== undefined,
        steps: [
          { address, text: 'answers everyone' },
          { address: origin.address, text: 'leads into the network' },
        ],
      })),
    );
}

/** The origins that some behaviour sends requests to, or undefined where that cannot be told. */
function targetsOf(model: Model, { block }: Resource): Set<string> | undefined {
  const behaviours = [block.default_cache_behavior, block.ordered_cache_behavior].map((raw) =>
    model.blocks(raw),
  );
  // a group of origins has a name of its own, which stands for all of its members
  if (behaviours.includes(undefined) || model.blocks(block.origin_group)?.length !== 0) {
    return undefined;
  }
  const names = behaviours.flat().map((behaviour) => model.text(behaviour?.target_origin_id));
  return names.includes(undefined) ? undefined : new Set(names.flatMap((name) => name ?? []));
}

function portsOf(
  model: Model,
  { origin_protocol_policy: raw, http_port: http, https_port: https }: Resource['block'],
): number[] | undefined {
  const policy = model.text(raw);
  const wanted = {
    'http-only': [http],
    'https-only': [https],
    'match-viewer': [http, https],
  }[policy ?? ''];
  const ports = wanted?.map((port) => model.number(port));
  return ports?.every((port) => port !== undefined) ? ports : undefined;
}
