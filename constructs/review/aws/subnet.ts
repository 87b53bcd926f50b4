import { type AddressRange, internetShare, parseRange } from '../address-range';
import type { Step } from '../graph';
import type { Model, Resource } from '../model';
import { AccessLists } from './access-list';

/** How the traffic of a subnet gets out. */
export interface WayOut {
  /** Straight through an internet gateway, behind a NAT gateway, not at all, or in a way that cannot be told. */
  readonly kind: 'gateway' | 'nat' | 'none' | 'unknown';

  /** What makes it so. */
  readonly steps: readonly Step[];
}

/** A subnet that workloads, balancers or endpoints are in. */
export interface Subnet {
  /** What tells it from others. */
  readonly identity: string;

  /** The network that it is part of, or undefined where that cannot be told. */
  readonly vpc: string | undefined;

  /** Its addresses; undefined where they cannot be told. */
  readonly ranges: readonly AddressRange[] | undefined;

  /** The table that its traffic follows, or undefined for one that cannot be told. */
  readonly routeTable: string | undefined;

  /** How its traffic gets out. */
  readonly wayOut: WayOut;

  /** A network ACL that filters it, which review does not read. */
  readonly accessList: string | undefined;
}

interface RouteLine {
  readonly address: string;
  readonly destination: AddressRange | undefined;
  readonly block: Readonly<Record<string, unknown>>;
}

/** Reads subnets and what their traffic follows; every subnet is read once. */
export class Subnets {
  private readonly tables: ReadonlyMap<string, string>;
  /** Associations whose subnet cannot be told. */
  private readonly lost: readonly {
    readonly isMeant: (subnet: string) => boolean;
    readonly address: string;
  }[];
  private readonly mainTables: ReadonlyMap<string, string>;
  private readonly routes: ReadonlyMap<string, readonly RouteLine[]>;
  private readonly accessLists: AccessLists;
  private readonly known = new Map<string, Subnet>();

  constructor(private readonly model: Model) {
    this.tables = associations(model);
    this.lost = model
      .all('aws_route_table_association')
      .filter(({ block }) => model.identity(block.subnet_id) === undefined)
      .map(({ address, block }) => ({ address, isMeant: model.mayName(block.subnet_id) }));
    this.mainTables = mainTables(model);
    this.routes = routeLines(model);
    this.accessLists = new AccessLists(model);
  }

  /** The subnet of an identity; one of another stack has an unknown way out. */
  public of(identity: string): Subnet {
    const known = this.known.get(identity);
    if (known) return known;
    const subnet = this.read(identity);
    this.known.set(identity, subnet);
    return subnet;
  }

  private read(identity: string): Subnet {
    const resource = this.model.resources.get(identity);
    if (resource?.type !== 'aws_subnet' || resource.mode === 'data') return elsewhere(identity);
    const { block } = resource;
    const vpc = this.model.identity(block.vpc_id);
    const { table, doubt } = this.tableOf(resource);
    const texts = [block.cidr_block, block.ipv6_cidr_block]
      .filter((raw) => raw !== undefined && raw !== null)
      .map((raw) => this.model.text(raw));
    const ranges = texts.flatMap((text) => (text === undefined ? [] : (parseRange(text) ?? [])));
    return {
      identity,
      vpc,
      ranges: ranges.length === texts.length && ranges.length > 0 ? ranges : undefined,
      routeTable: table,
      wayOut: doubt ? { kind: 'unknown', steps: [doubt] } : this.wayOut(identity, table),
      accessList: this.accessLists.of(identity, vpc),
    };
  }

  /** The table that a subnet follows, or why it cannot be told. */
  private tableOf({ address, block }: Resource): { table?: string; doubt?: Step } {
    const own = this.tables.get(address);
    if (own !== undefined) return { table: own };
    const lost = this.lost.find(({ isMeant }) => isMeant(address));
    if (lost) {
      return { doubt: { address: lost.address, text: `may be for ${address} or for another` } };
    }
    const vpc = this.model.identity(block.vpc_id);
    const main = vpc === undefined ? undefined : this.mainTables.get(vpc);
    if (main !== undefined) return { table: main };
    // aws_route.route_table_id = aws_vpc.x.main_route_table_id
    if (vpc !== undefined && this.routes.has(vpc)) return { table: vpc };
    // the main table of a network of this stack leads nowhere, that of another one may
    if (this.model.target(block.vpc_id)?.type === 'aws_vpc' && this.madeHere(vpc)) return {};
    return { doubt: { text: `${address} follows a route table that this stack does not hold` } };
  }

  private madeHere(identity: string | undefined): boolean {
    return this.model.resources.get(identity ?? '')?.mode === 'managed';
  }

  private wayOut(identity: string, table: string | undefined): WayOut {
    if (table === undefined) {
      return {
        kind: 'none',
        steps: [{ address: identity, text: 'has no route table with a route to the internet' }],
      };
    }
    if (!this.model.resources.has(table)) {
      return {
        kind: 'unknown',
        steps: [{ text: `follows ${table}, which this stack does not hold` }],
      };
    }
    const ways = (this.routes.get(table) ?? []).map((line) => this.wayOfRoute(line));
    const order = ['gateway', 'nat', 'unknown'] as const;
    const kind = order.find((wanted) => ways.some((way) => way.kind === wanted));
    const none: WayOut = {
      kind: 'none',
      steps: [{ address: table, text: 'has no route to the internet' }],
    };
    return ways.find((way) => way.kind === kind) ?? none;
  }

  private wayOfRoute({ address, destination, block }: RouteLine): WayOut {
    const none: WayOut = { kind: 'none', steps: [] };
    if (destination && internetShare([destination]) === 'none') return none;
    const gateway = this.model.target(block.gateway_id);
    const nat = this.model.target(block.nat_gateway_id);
    if (gateway?.type === 'aws_internet_gateway') {
      return { kind: 'gateway', steps: [{ address, text: `leads to ${gateway.address}` }] };
    }
    if (nat) return this.wayThroughNat(address, nat);
    const outbound = this.model.identity(block.egress_only_gateway_id);
    if (outbound !== undefined) {
      return { kind: 'nat', steps: [{ address, text: `leads out through ${outbound}` }] };
    }
    if (this.model.text(block.gateway_id) === 'local') return none;
    // a peering, a transit gateway, an appliance, or something that only the deployment knows
    return { kind: 'unknown', steps: [{ address, text: 'leads to something that is not read' }] };
  }

  private wayThroughNat(address: string, nat: Resource): WayOut {
    const steps: Step[] = [{ address, text: `leads to ${nat.address}` }];
    if (this.model.text(nat.block.connectivity_type) === 'private') return { kind: 'none', steps };
    const place = this.model.target(nat.block.subnet_id);
    if (place?.type !== 'aws_subnet' || place.mode === 'data') return { kind: 'unknown', steps };
    // a gateway that stands in a subnet that leads to itself ends nowhere
    const { table, doubt } = this.tableOf(place);
    const lines = table === undefined ? [] : (this.routes.get(table) ?? []);
    const outward = lines.find(
      (line) => this.model.target(line.block.gateway_id)?.type === 'aws_internet_gateway',
    );
    if (outward) {
      return {
        kind: 'nat',
        steps: [...steps, { address: outward.address, text: 'leads on outside' }],
      };
    }
    const dark = lines.some(
      (line) =>
        this.model.target(line.block.nat_gateway_id) === undefined &&
        this.wayOfRoute(line).kind === 'unknown',
    );
    if (doubt || dark || (table !== undefined && !this.model.resources.has(table))) {
      return { kind: 'unknown', steps: [...steps, ...(doubt ? [doubt] : [])] };
    }
    return {
      kind: 'none',
      steps: [...steps, { address: place.address, text: 'has no route to an internet gateway' }],
    };
  }
}

function elsewhere(identity: string): Subnet {
  return {
    identity,
    vpc: undefined,
    ranges: undefined,
    routeTable: undefined,
    wayOut: { kind: 'unknown', steps: [{ text: `${identity} was made elsewhere` }] },
    accessList: undefined,
  };
}

function associations(model: Model): Map<string, string> {
  const tables = new Map<string, string>();
  for (const { block } of model.all('aws_route_table_association')) {
    const subnet = model.identity(block.subnet_id);
    if (subnet === undefined) continue;
    tables.set(subnet, model.identity(block.route_table_id) ?? 'a route table');
  }
  return tables;
}

function mainTables(model: Model): Map<string, string> {
  const tables = new Map<string, string>();
  for (const { address, block } of model.all('aws_default_route_table')) {
    // default_route_table_id = aws_vpc.x.default_route_table_id
    const vpc = model.identity(block.default_route_table_id);
    if (vpc !== undefined) tables.set(vpc, address);
  }
  for (const { block } of model.all('aws_main_route_table_association')) {
    const vpc = model.identity(block.vpc_id);
    if (vpc !== undefined) tables.set(vpc, model.identity(block.route_table_id) ?? 'a route table');
  }
  return tables;
}

/** What has a route table, its main one where it is a network. */
const tableTypes = ['aws_route_table', 'aws_default_route_table', 'aws_vpc'];

/** A route to something that cannot be told. */
const dark = { gateway_id: '${unknown}', nat_gateway_id: undefined };

function routeLines(model: Model): Map<string, RouteLine[]> {
  const lines = new Map<string, RouteLine[]>();
  const add = (table: string, address: string, block: RouteLine['block']): void => {
    const raw =
      block.destination_cidr_block ??
      block.cidr_block ??
      block.destination_ipv6_cidr_block ??
      block.ipv6_cidr_block;
    const text = model.text(raw);
    const line = { address, block, destination: text === undefined ? undefined : parseRange(text) };
    lines.set(table, [...(lines.get(table) ?? []), line]);
  };
  for (const { address, block } of model.all('aws_route')) {
    const table = model.identity(block.route_table_id);
    if (table !== undefined) add(table, address, block);
    else {
      const isMeant = model.mayName(block.route_table_id);
      for (const { address: other } of model.all(...tableTypes)) {
        if (isMeant(other)) add(other, address, { ...block, ...dark });
      }
    }
  }
  for (const { address, block } of model.all('aws_route_table', 'aws_default_route_table')) {
    const inline = model.blocks(block.route);
    for (const route of inline ?? [dark]) add(address, address, route);
  }
  return lines;
}
