import type { Step, Unknown } from '../graph';
import type { Model, Resource } from '../model';
import { Named } from './named';
import { backendsIn } from './url-map';

/** One way from an address of a load balancer to something behind it. */
export interface BalancedWay {
  /** The rule that has the address. */
  readonly rule: Resource;

  /** Name and port of the rule for people. */
  readonly through: string;

  /** The backend service. */
  readonly backend: Resource;

  /** The group of endpoints behind it. */
  readonly group: Resource;

  /** The way so far. */
  readonly steps: readonly Step[];
}

const ruleTypes = ['google_compute_global_forwarding_rule', 'google_compute_forwarding_rule'];
const proxyTypes = ['https', 'http'].flatMap((protocol) => [
  `google_compute_target_${protocol}_proxy`,
  `google_compute_region_target_${protocol}_proxy`,
]);
const mapTypes = ['google_compute_url_map', 'google_compute_region_url_map'];
const backendTypes = ['google_compute_backend_service', 'google_compute_region_backend_service'];
const groupTypes = [
  'google_compute_region_network_endpoint_group',
  'google_compute_network_endpoint_group',
  'google_compute_global_network_endpoint_group',
];

/** Every way of the public load balancers of a stack to groups of endpoints, and what of them cannot be told. */
export function balancedWays(model: Model): { ways: BalancedWay[]; unknowns: Unknown[] } {
  const chain = new Chain(model);
  const rules = model.all(...ruleTypes);
  const ways = rules.filter((rule) => isPublic(model, rule)).flatMap((rule) => chain.from(rule));
  const internal = rules
    .filter((rule) => !isPublic(model, rule))
    .map(({ address }) => ({
      address,
      reason: 'leads calls inside the network to services, which is not read',
    }));
  return { ways, unknowns: [...chain.unknowns, ...internal] };
}

function isPublic(model: Model, { block }: Resource): boolean {
  const scheme = block.load_balancing_scheme ?? 'EXTERNAL';
  return !(model.text(scheme) ?? 'EXTERNAL').toUpperCase().startsWith('INTERNAL');
}

/** Follows forwarding rule, target proxy, URL map, backend service and endpoint group. */
class Chain {
  private readonly noted = new Map<string, Unknown>();
  private readonly proxies: Named;
  private readonly maps: Named;
  private readonly backends: Named;
  private readonly groups: Named;

  constructor(private readonly model: Model) {
    this.proxies = new Named(model, proxyTypes);
    this.maps = new Named(model, mapTypes);
    this.backends = new Named(model, backendTypes);
    this.groups = new Named(model, groupTypes);
  }

  /** What cannot be told, once each. */
  public get unknowns(): Unknown[] {
    return [...this.noted.values()];
  }

  /** The ways from one address of a balancer. */
  public from(rule: Resource): BalancedWay[] {
    const { block, address } = rule;
    const name = this.model.text(block.name) ?? address;
    const port = this.model.text(block.port_range)?.replace(/^(\d+)-\1$/, '$1') ?? '?';
    const first: Step = { address, text: `has a public address on port ${port}` };
    const [proxy] = this.follow(this.proxies, block.target, rule, 'its target');
    if (!proxy) return [];
    const [map] = this.follow(this.maps, proxy.block.url_map, proxy, 'its URL map');
    if (!map) return [];
    const found = backendsIn(this.model, map);
    if (found.unknown) this.note(map, 'may lead the public to backends that cannot be told');
    return found.backends.flatMap(({ raw, what }) =>
      this.follow(this.backends, raw, map, 'a backend').flatMap((backend) =>
        this.groupsOf(backend).map((group) => ({
          rule,
          through: `${name}:${port}`,
          backend,
          group,
          steps: [first, { address: map.address, text: `sends ${what} to ${backend.address}` }],
        })),
      ),
    );
  }

  private groupsOf(backend: Resource): Resource[] {
    const blocks = this.model.blocks(backend.block.backend);
    if (!blocks) this.note(backend, 'has groups that cannot be told');
    return (blocks ?? []).flatMap(({ group }) =>
      this.follow(this.groups, group, backend, 'a group'),
    );
  }

  /** What a value leads to; noted where the stack does not say. */
  private follow(named: Named, raw: unknown, from: Resource, what: string): readonly Resource[] {
    if (raw === undefined || raw === null) return [];
    const found = named.of(raw);
    if (!found) this.note(from, `may lead the public to a service: ${what} cannot be told`);
    // a bucket, a group of machines or a part of another stack is no service of this one
    return found?.slice(0, 1) ?? [];
  }

  private note({ address }: Resource, reason: string): void {
    this.noted.set(`${address} ${reason}`, { address, reason });
  }
}

/** Whether Identity-Aware Proxy stands before a backend. */
export function backendIap(model: Model, { block }: Resource): boolean | undefined {
  const blocks = model.blocks(block.iap);
  if (!blocks) return undefined;
  const flags = blocks.map(({ enabled }) => model.flag(enabled, true));
  return flags.includes(true) ? true : flags.includes(undefined) ? undefined : false;
}
