import type { Model, Resource } from '../model';
import { closed, dark, type Finding, open } from './finding';
import { Named } from './named';
import type { Interface, Vpcs } from './vpc';

/** The gateways through which instances without public addresses reach the internet. */
export class Nats {
  private readonly byNetwork = new Map<string, Resource[]>();
  private readonly routers: Named;

  constructor(
    private readonly model: Model,
    private readonly vpcs: Vpcs,
  ) {
    this.routers = new Named(model, ['google_compute_router']);
    for (const nat of model.all('google_compute_router_nat')) {
      const routers = this.routers.of(nat.block.router);
      const keys = routers?.map(({ block }) => vpcs.key(block.network) ?? '?') ?? ['?'];
      for (const key of keys.length > 0 ? keys : ['?']) {
        const same = this.byNetwork.get(key);
        if (same) same.push(nat);
        else this.byNetwork.set(key, [nat]);
      }
    }
  }

  /** Whether a gateway serves the subnet of an interface. */
  public of(place: Interface, location: string | undefined): Finding {
    const { network, vpc } = place;
    const own = this.byNetwork.get(network ?? '?') ?? [];
    const answers = own.map((nat) => this.serves(nat, place, location));
    const nat = own.find((_, at) => answers[at] === true);
    if (nat) return open({ address: nat.address, text: 'leads to the internet' });
    const unclear = own.find((_, at) => answers[at] === undefined) ?? this.byNetwork.get('?')?.[0];
    if (unclear) return dark('may lead to the internet, which cannot be told', unclear.address);
    if (!vpc) return dark('whether the network has a NAT gateway is not known');
    return closed(
      `${vpc.address} has no google_compute_router_nat for ${place.subnetName}; add one, or send PRIVATE_RANGES_ONLY through the network`,
    );
  }

  private serves(
    { block }: Resource,
    { subnet }: Interface,
    location: string | undefined,
  ): boolean | undefined {
    if ((this.model.text(block.type) ?? 'PUBLIC').toUpperCase() === 'PRIVATE') return false;
    const region = this.model.text(block.region) ?? this.routerRegion(block.router);
    if (region !== undefined && location !== undefined && region !== location) return false;
    const ranges = this.model.text(block.source_subnetwork_ip_ranges_to_nat);
    if (ranges === undefined) return undefined;
    if (ranges !== 'LIST_OF_SUBNETWORKS') return true;
    const listed = this.model
      .blocks(block.subnetwork)
      ?.map(({ name }) => this.vpcs.subnetKey(name));
    if (!subnet || !listed) return undefined;
    if (listed.includes(subnet.address)) return true;
    return listed.includes(undefined) ? undefined : false;
  }

  private routerRegion(raw: unknown): string | undefined {
    const [router, ...more] = this.routers.of(raw) ?? [];
    return more.length === 0 ? this.model.text(router?.block.region) : undefined;
  }
}
