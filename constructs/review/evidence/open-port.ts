import { type AddressRange, internetShare } from '../address-range';
import type { GroupRule, SecurityGroup } from '../aws/security-group';
import type { Evidence } from './evidence';
import type { Resource } from '../model';
import { commonPorts, type PortRange, printPorts } from '../port-range';
import type { Complaint } from '../rule';

type Direction = 'ingress' | 'egress';

/** What one resource opens to the internet, or may open. */
export interface Opening {
  /** The ports, or undefined where they cannot be told. */
  readonly ports: PortRange | undefined;

  /** Whether it is certain that the other side is the internet. */
  readonly certain: boolean;
}

/** The complaints about ports that a resource opens to the internet, alone or together with others of its group. */
export function openPorts(
  { address }: Resource,
  evidence: Evidence,
  direction: Direction,
  forbidden: (ports: PortRange) => boolean,
): Complaint[] {
  const openings = evidence.openings(direction).get(address) ?? [];
  return openings.flatMap(({ ports, certain }): Complaint[] => {
    if (ports && !forbidden(ports)) return [];
    const what = ports ? `${direction} on ${printPorts(ports)}` : `${direction} on unknown ports`;
    return ports && certain
      ? [{ verdict: 'broken', reason: `${what} is open to the internet` }]
      : [{ verdict: 'unread', reason: `it cannot be read whom ${what} is open to` }];
  });
}

/** What every resource opens to the internet, by the address of the resource that holds the rule. */
export function openingsOf(
  groups: ReadonlyMap<string, SecurityGroup>,
  direction: Direction,
): Map<string, Opening[]> {
  const openings = new Map<string, Opening[]>();
  for (const group of groups.values()) {
    const ranges = group[direction].flatMap(inRange);
    for (const rule of group[direction]) {
      const own = openings.get(rule.address) ?? [];
      own.push(...openingsOfRule(rule, ranges));
      openings.set(rule.address, own);
    }
  }
  return openings;
}

interface RangeRule {
  readonly range: AddressRange;
  readonly ports: PortRange;
}

function inRange({ peer, ports }: GroupRule): RangeRule[] {
  return peer.kind === 'range' && ports ? [{ range: peer.range, ports }] : [];
}

function openingsOfRule({ peer, ports }: GroupRule, all: readonly RangeRule[]): Opening[] {
  if (peer.kind === 'unknown') return [{ ports, certain: false }];
  if (peer.kind !== 'range' || internetShare([peer.range]) === 'none') return [];
  if (!ports) return [{ ports, certain: isWide([peer.range]) }];
  if (isWide([peer.range])) return [{ ports, certain: true }];
  // ranges of other rules may complete this one on a part of its ports
  return [...new Map(all.flatMap((other) => shared(ports, other.ports)))].flatMap(([, part]) => {
    const ranges = all.filter((other) => covers(other.ports, part)).map(({ range }) => range);
    return isWide(ranges) ? [{ ports: part, certain: true }] : [];
  });
}

function shared(a: PortRange, b: PortRange): [string, PortRange][] {
  const common = commonPorts(a, b);
  return common ? [[printPorts(common), common]] : [];
}

function covers(outer: PortRange, inner: PortRange): boolean {
  const common = commonPorts(outer, inner);
  return common?.from === inner.from && common.to === inner.to;
}

/** Whether ranges are the internet together, or one of them is as large as a part that nobody owns alone. */
export function isWide(ranges: readonly AddressRange[]): boolean {
  if (internetShare(ranges) === 'all') return true;
  return ranges.some((range) => {
    const size = range.last - range.first + 1n;
    const large = range.family === 4 ? 1n << 24n : 1n << 112n;
    return size >= large && internetShare([range]) !== 'none';
  });
}
