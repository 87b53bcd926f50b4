import { internetShare, overlap, parseRange } from '../address-range';
import type { Model, Resource } from '../model';
import { closed, dark, type Finding, open } from './finding';
import { Named } from './named';
import { googleRanges, type Interface, type Vpcs } from './vpc';

/** Where a network finds the names of Cloud Run. */
export interface NameAnswer {
  /** Whether they lead to addresses of Google that a VPC reaches from inside. */
  readonly finding: Finding;

  /** The addresses; undefined where they cannot be told, or are none of Google's. */
  readonly range: string | undefined;

  /** Whether a zone of the network answers, so that public DNS is not asked. */
  readonly answered: boolean;
}

/** Names that public DNS answers with the addresses themselves. */
const googleNames: Readonly<Record<string, string>> = {
  'private.googleapis.com.': googleRanges[0],
  'restricted.googleapis.com.': googleRanges[1],
};

/** The private zones of a stack, by network. */
export class PrivateZones {
  private readonly byNetwork = new Map<string, Resource[]>();
  private readonly records = new Map<string, Resource[]>();
  private readonly cached = new Map<string, NameAnswer>();

  constructor(
    private readonly model: Model,
    private readonly vpcs: Vpcs,
  ) {
    const zones = new Named(model, ['google_dns_managed_zone']);
    for (const zone of model.all('google_dns_managed_zone')) {
      for (const network of this.networksOf(zone)) push(this.byNetwork, network, zone);
    }
    for (const record of model.all('google_dns_record_set')) {
      for (const { address } of zones.of(record.block.managed_zone) ?? []) {
        push(this.records, address, record);
      }
    }
  }

  /** Where the names of Cloud Run services lead inside a network. */
  public answer(place: Interface, location: string | undefined): NameAnswer {
    const key = `${place.network ?? '?'} ${location ?? '?'}`;
    const known = this.cached.get(key);
    if (known) return known;
    const answer = this.find(place, location);
    this.cached.set(key, answer);
    return answer;
  }

  private find({ network, vpc }: Interface, location: string | undefined): NameAnswer {
    const own = this.byNetwork.get(network ?? '?') ?? [];
    const others = this.byNetwork.get('?') ?? [];
    const zones = [...own, ...others];
    const answers = [
      ...own.flatMap((zone) => this.zoneAnswer(zone, location, zones) ?? []),
      ...others.flatMap((zone) => this.zoneAnswer(zone, location, zones) && unseen(zone)),
    ].filter((answer) => answer !== undefined);
    const best =
      answers.find(({ finding }) => finding.verdict === 'open') ??
      answers.find(({ finding }) => finding.verdict === 'unknown') ??
      answers[0];
    if (best) return best;
    if (vpc) {
      const reason = `no private zone leads run.app into ${vpc.address}; add a google_dns_managed_zone for run.app. with *.run.app. as ${googleRanges[0]}, or send ALL_TRAFFIC through the network`;
      return { finding: closed(reason), range: undefined, answered: false };
    }
    const text = `whether a private zone leads run.app into the network is not known`;
    return { finding: dark(text), range: undefined, answered: false };
  }

  /** What one zone says about the names of Cloud Run; undefined where it does not have them. */
  private zoneAnswer(
    zone: Resource,
    location: string | undefined,
    zones: readonly Resource[],
  ): NameAnswer | undefined {
    const dnsName = this.model.text(zone.block.dns_name);
    if (dnsName === undefined) return unseen(zone);
    const domain = dnsName.toLowerCase();
    if (!coversRunApp(domain, location)) return undefined;
    if (zone.block.forwarding_config ?? zone.block.peering_config) {
      const text = `asks elsewhere for ${domain}, which is not read`;
      return { finding: dark(text, zone.address), range: undefined, answered: true };
    }
    const records = this.records.get(zone.address) ?? [];
    const names = records.map(({ block }) => this.model.text(block.name)?.toLowerCase());
    const wildcard = records.find((_, at) => isWildcard(names[at], location));
    if (wildcard) return this.recordAnswer(zone, wildcard, zones);
    // a record for one service has a name that only the deployment knows
    const some = records.find((_, at) => names[at] === undefined);
    const finding = some
      ? dark('has a name that cannot be told', some.address)
      : closed(
          `${zone.address} has no record for *.${domain}; add one with the addresses of ${googleRanges[0]}`,
        );
    return { finding, range: undefined, answered: true };
  }

  private recordAnswer(zone: Resource, record: Resource, zones: readonly Resource[]): NameAnswer {
    const values = this.valuesOf(record, zones, 8);
    const ranges = values?.map((value) => rangeOf(value));
    const [range] = ranges ?? [];
    if (range !== undefined && ranges?.every((other) => other === range)) {
      const finding = open(
        {
          address: zone.address,
          text: `answers for ${this.model.text(zone.block.dns_name) ?? '?'}`,
        },
        { address: record.address, text: `leads the names of services to ${range}` },
      );
      return { finding, range, answered: true };
    }
    const others = values?.map((value) => parseRange(value ?? ''));
    if (others?.every((other) => other && internetShare([other]) !== 'none')) {
      const reason = `${record.address} leads the names of services out of the network; use the addresses of ${googleRanges[0]}`;
      return { finding: closed(reason), range: undefined, answered: true };
    }
    const text = 'leads the names of services to addresses that are not read';
    return { finding: dark(text, record.address), range: undefined, answered: true };
  }

  /** Addresses of a record, through aliases in the same network. */
  private valuesOf(
    { block }: Resource,
    zones: readonly Resource[],
    left: number,
  ): readonly (string | undefined)[] | undefined {
    const values = this.model.list(block.rrdatas)?.map((value) => this.model.text(value));
    const [first] = values ?? [];
    if (!values || values.length === 0) return undefined;
    if ((this.model.text(block.type) ?? '').toUpperCase() !== 'CNAME') return values;
    const name = first?.toLowerCase();
    if (name === undefined || left === 0) return undefined;
    if (Object.hasOwn(googleNames, name)) return [googleNames[name]];
    const next = zones
      .flatMap(({ address }) => this.records.get(address) ?? [])
      .find((record) => this.model.text(record.block.name)?.toLowerCase() === name);
    return next && this.valuesOf(next, zones, left - 1);
  }

  /** The networks that see a zone; '?' where one cannot be told. */
  private networksOf({ block }: Resource): string[] {
    const visibility = block.visibility ?? 'public';
    if ((this.model.text(visibility) ?? 'private').toLowerCase() !== 'private') return [];
    const configs = this.model.blocks(block.private_visibility_config);
    const networks = configs?.flatMap((config) => this.model.blocks(config.networks) ?? [{}]);
    return networks?.map(({ network_url: url }) => this.vpcs.key(url) ?? '?') ?? ['?'];
  }
}

/** A zone of which nobody can tell whether the network sees it. */
function unseen({ address }: Resource): NameAnswer {
  const text = 'may lead run.app into the network, which cannot be told';
  return { finding: dark(text, address), range: undefined, answered: true };
}

/** Whether a zone has the names of services, all of them or those of one form. */
function coversRunApp(domain: string, location: string | undefined): boolean {
  return (
    ['.', 'app.', 'run.app.', 'a.run.app.'].includes(domain) ||
    (location !== undefined && domain === `${location}.run.app.`)
  );
}

function isWildcard(name: string | undefined, location: string | undefined): boolean {
  return name?.startsWith('*.') === true && coversRunApp(name.slice(2) || '.', location);
}

function rangeOf(value: string | undefined): string | undefined {
  const address = parseRange(value ?? '');
  return googleRanges.find((text) => {
    const range = parseRange(text);
    return address && range && overlap(address, range);
  });
}

function push<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
