import { all, any, closed, dark, type Finding, open } from './finding';
import type { Nats } from './nat';
import type { PrivateZones } from './private-zone';
import { googleRanges, type Interface, type Vpcs } from './vpc';
import type { RunWorkload } from './workload';

/** How a workload's own traffic leaves it. */
export interface Routes {
  /** Whether it reaches the public addresses of services. */
  readonly toServices: Finding;

  /** Whether what it sends to services goes through its network, so that they take it for internal. */
  readonly inside: Finding;

  /** Whether it reaches the internet. */
  readonly toInternet: Finding;

  /** Where it enters a VPC; undefined where it does not, or that cannot be told. */
  readonly place: Interface | undefined;
}

const ownWay = `reaches public addresses by Google's own way`;

/** Finds how workloads' traffic leaves them; judged once for each. */
export class Router {
  private readonly cached = new Map<RunWorkload, Routes>();

  constructor(
    private readonly vpcs: Vpcs,
    private readonly zones: PrivateZones,
    private readonly nats: Nats,
  ) {}

  /** How a workload's traffic leaves it. */
  public of(workload: RunWorkload): Routes {
    const known = this.cached.get(workload);
    if (known) return known;
    const routes = this.find(workload);
    this.cached.set(workload, routes);
    return routes;
  }

  private find(workload: RunWorkload): Routes {
    const { name, resource, vpcAccess } = workload;
    const { address } = resource;
    if (!vpcAccess) {
      const unknown = dark('may send its traffic through a network, which cannot be told', address);
      return { toServices: unknown, inside: unknown, toInternet: unknown, place: undefined };
    }
    const place = this.vpcs.interfaceOf(workload);
    if (!place) {
      const own = open({ address, text: ownWay });
      const inside = closed(
        `${name} sends nothing through a network; give it a vpc_access with an interface in a network where run.app has a private zone`,
      );
      return { toServices: own, inside, toInternet: own, place };
    }
    return { ...this.through(workload, place), place };
  }

  private through(workload: RunWorkload, place: Interface): Omit<Routes, 'place'> {
    const { address } = workload.resource;
    const { everything } = place;
    if (everything === undefined) {
      const unknown = dark('sends traffic through its network that cannot be told', address);
      return { toServices: unknown, inside: unknown, toInternet: unknown };
    }
    const text = `sends ${everything ? 'everything' : 'what is for private addresses'} through its network`;
    const entry = open({ address, text });
    return everything
      ? this.everything(workload, place, entry)
      : this.privateRanges(workload, place, entry);
  }

  private privateRanges(
    { resource: { address }, location }: RunWorkload,
    place: Interface,
    entry: Finding,
  ): Omit<Routes, 'place'> {
    const answer = this.zones.answer(place, location);
    const { finding: zone, range = googleRanges[0], answered } = answer;
    const own = open({ address, text: ownWay });
    // without a zone the names keep their public addresses
    if (zone.verdict === 'closed') {
      return { inside: zone, toServices: answered ? zone : own, toInternet: own };
    }
    const inside = all(entry, zone, ...this.gates(place, range));
    return { inside, toServices: inside, toInternet: own };
  }

  private everything(
    { location }: RunWorkload,
    place: Interface,
    entry: Finding,
  ): Omit<Routes, 'place'> {
    const answer = this.zones.answer(place, location);
    const { finding: zone, range = googleRanges[0], answered } = answer;
    const inside = answered
      ? all(entry, zone, ...this.gates(place, range))
      : all(entry, ...this.gates(place, '0.0.0.0/0'));
    const toInternet = all(
      entry,
      this.nats.of(place, location),
      this.vpcs.routeTo(place, '0.0.0.0/0'),
      this.vpcs.firewall(place),
    );
    return { inside, toInternet, toServices: answered ? inside : any(inside, toInternet) };
  }

  /** What stands between an interface and the services of Google. */
  private gates(place: Interface, range: string): Finding[] {
    return [
      this.vpcs.privateAccess(place),
      this.vpcs.routeTo(place, range),
      this.vpcs.firewall(place),
    ];
  }
}
