import { overlap, parseRange } from '../address-range';
import type { Model, Resource } from '../model';
import { isCacheAddress } from './cache';
import { closed, dark, type Finding, open } from './finding';
import { Named, segmentAfter } from './named';
import type { RunWorkload } from './workload';

/** Where a workload enters a VPC. */
export interface Interface {
  /** What tells the network from others. */
  readonly network: string | undefined;

  /** The network, if the stack makes it. */
  readonly vpc: Resource | undefined;

  /** Project of the network where its path says so. */
  readonly project: string | undefined;

  /** The subnet, if the stack makes it. */
  readonly subnet: Resource | undefined;

  /** Name of the subnet for people. */
  readonly subnetName: string;

  /** Tags of the interface. */
  readonly tags: readonly string[];

  /** Whether all traffic goes through it, or that to private addresses; undefined where it cannot be told. */
  readonly everything: boolean | undefined;
}

/** private.googleapis.com and restricted.googleapis.com: Google's services as seen from inside a VPC. */
export const googleRanges = ['199.36.153.8/30', '199.36.153.4/30'] as const;

/** Networks, subnets, routes and firewalls of a stack. */
export class Vpcs {
  private readonly networks: Named;
  private readonly subnets: Named;
  private readonly connectors: Named;
  private readonly routes = new Map<string, Resource[]>();
  private readonly denials = new Map<string, Resource>();

  constructor(private readonly model: Model) {
    this.networks = new Named(model, ['google_compute_network']);
    this.subnets = new Named(model, ['google_compute_subnetwork']);
    this.connectors = new Named(model, ['google_vpc_access_connector']);
    for (const route of model.all('google_compute_route')) {
      const network = this.key(route.block.network) ?? '?';
      const same = this.routes.get(network);
      if (same) same.push(route);
      else this.routes.set(network, [route]);
    }
    for (const firewall of model.all('google_compute_firewall')) {
      if (this.denies(firewall)) {
        this.denials.set(this.key(firewall.block.network) ?? '?', firewall);
      }
    }
  }

  /** What tells a network from others; undefined where it cannot be told. */
  public key(raw: unknown): string | undefined {
    const key = this.networks.key(raw);
    if (key === undefined || this.model.resources.has(key)) return key;
    return key.slice(key.lastIndexOf('/') + 1);
  }

  /** What tells a subnet from others; undefined where it cannot be told. */
  public subnetKey(raw: unknown): string | undefined {
    return this.subnets.key(raw);
  }

  /** Where a workload enters a VPC; undefined where it does not. */
  public interfaceOf({ vpcAccess, location }: RunWorkload): Interface | undefined {
    const [access] = vpcAccess ?? [];
    if (!access) return undefined;
    const [direct] = this.model.blocks(access.network_interfaces) ?? [];
    const connector = this.connectors.of(access.connector)?.[0];
    const [inner] = this.model.blocks(connector?.block.subnet) ?? [];
    const network = direct?.network ?? connector?.block.network;
    const subnet = this.subnetOf(direct ? (direct.subnetwork ?? network) : inner?.name, location);
    const rawNetwork = network ?? subnet?.block.network;
    const key = this.key(rawNetwork);
    const path = this.model.text(rawNetwork) ?? '';
    return {
      network: rawNetwork === undefined ? undefined : key,
      vpc: key === undefined ? undefined : this.model.resources.get(key),
      project: segmentAfter('projects', path),
      subnet,
      subnetName: subnet?.address ?? 'a subnet that is not in the stack',
      tags: (this.model.list(direct?.tags) ?? []).flatMap((tag) => this.model.text(tag) ?? []),
      everything: this.everything(access.egress),
    };
  }

  /** Whether the subnet lets addresses without a public one reach Google's services. */
  public privateAccess({ subnet, subnetName }: Interface): Finding {
    if (!subnet) return dark(`whether ${subnetName} has private Google access is not known`);
    const { address, block } = subnet;
    const flag = this.model.flag(block.private_ip_google_access, false);
    if (flag === undefined) return dark('may have no private Google access', address);
    if (flag) return open({ address, text: 'lets its instances reach the services of Google' });
    return closed(`${address} has no private Google access; set private_ip_google_access to true`);
  }

  /** Whether a route leads from the network to some addresses outside. */
  public routeTo(place: Interface, range: string): Finding {
    const { vpc, network } = place;
    if (!vpc || network === undefined) return dark('the routes of the network are not known');
    if (this.model.flag(vpc.block.delete_default_routes_on_create, false) === false) {
      return open({ address: vpc.address, text: 'has its default route' });
    }
    const target = parseRange(range);
    const fitting = (this.routes.get(network) ?? []).filter(({ block }) => {
      const covered = parseRange(this.model.text(block.dest_range) ?? '');
      return !covered || (target && overlap(covered, target));
    });
    const gate = fitting.find(({ block }) => this.isGateway(block, place));
    if (gate) return open({ address: gate.address, text: `leads to ${range}` });
    const [other] = fitting;
    if (other) return dark('leads somewhere that is not read', other.address);
    return closed(
      `${vpc.address} has no route to ${range}; add a google_compute_route to it with next_hop_gateway default-internet-gateway`,
    );
  }

  /** Whether a firewall stops what leaves the network. */
  public firewall({ network }: Interface): Finding {
    const denial = this.denials.get(network ?? '?') ?? this.denials.get('?');
    return denial
      ? dark('denies some traffic that leaves, and which is not read', denial.address)
      : open();
  }

  private subnetOf(raw: unknown, location: string | undefined): Resource | undefined {
    if (raw === undefined || raw === null) return undefined;
    const found = this.subnets.of(raw) ?? [];
    return found.length < 2
      ? found[0]
      : found.find(({ block }) => this.model.text(block.region) === location);
  }

  private everything(raw: unknown): boolean | undefined {
    if (raw === undefined || raw === null || raw === '') return false;
    const egress = this.model.text(raw)?.toUpperCase().replaceAll('-', '_');
    if (egress === 'ALL_TRAFFIC') return true;
    return egress === 'PRIVATE_RANGES_ONLY' ? false : undefined;
  }

  private isGateway(block: Readonly<Record<string, unknown>>, { tags }: Interface): boolean {
    const hop = this.model.text(block.next_hop_gateway) ?? '';
    const needed = (this.model.list(block.tags) ?? []).map((tag) => this.model.text(tag) ?? '');
    const applies = needed.length === 0 || needed.some((tag) => tags.includes(tag));
    return hop.endsWith('default-internet-gateway') && applies;
  }

  private denies({ block }: Resource): boolean {
    if (this.model.flag(block.disabled, false) === true) return false;
    const direction = block.direction ?? 'INGRESS';
    if ((this.model.text(direction) ?? 'EGRESS').toUpperCase() !== 'EGRESS') return false;
    // a cache has addresses inside the network, which nothing outside of it has
    if (isCacheAddress(block.destination_ranges)) return false;
    return this.model.blocks(block.deny)?.length !== 0;
  }
}
