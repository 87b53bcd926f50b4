import { internetShare, overlap } from '../address-range';
import { outside, someAddresses, type Step } from '../graph';
import { allPorts, commonPorts, type PortRange } from '../port-range';
import type { GroupRule, SecurityGroup } from './security-group';
import type { Subnet } from './subnet';

/** Something with network interfaces: a service, a balancer, an endpoint. */
export interface Member {
  /** Name for people. */
  readonly name: string;

  /** Its security groups; undefined where they cannot be told, empty where nothing filters it. */
  readonly groups: readonly string[] | undefined;

  /** Its subnets; undefined where they cannot be told. */
  readonly subnets: readonly Subnet[] | undefined;
}

/** Ports that are open from one to another, and why. */
export interface Way {
  /** Ports of the callee. */
  readonly ports: PortRange;

  /** Whether the way is certain. */
  readonly verdict: 'reachable' | 'unknown';

  /** The rules that make it. */
  readonly steps: readonly Step[];
}

/** A way from outside, with who may use it. */
export interface PublicWay extends Way {
  /** `internet`, or the part of it that is let in. */
  readonly from: string;

  /**
   * What takes the calls before they come here.
   *
   * @default - nothing does
   */
  readonly before?: string;
}

type Match = 'yes' | 'no' | 'unknown';
type Direction = 'ingress' | 'egress';

/** What security groups let through. */
export class Traffic {
  constructor(
    private readonly groups: ReadonlyMap<string, SecurityGroup>,
    /** Whether networks may be connected in a way that is not read. */
    private readonly peered: boolean,
  ) {}

  /** The ways from one member to another. */
  public between(caller: Member, callee: Member): Way[] {
    const network = this.networkBetween(caller, callee);
    if (network === 'no') return [];
    const out = this.openings(caller, 'egress', callee);
    if (out.length === 0) return [];
    const into = this.openings(callee, 'ingress', caller);
    const ways = out.flatMap((egress) =>
      into.flatMap((ingress): Way[] => {
        const ports = commonPorts(egress.ports, ingress.ports);
        if (!ports) return [];
        const certain = [egress.verdict, ingress.verdict].every((v) => v === 'reachable');
        const verdict = certain && network === 'yes' ? 'reachable' : 'unknown';
        return [
          {
            ports,
            verdict,
            steps: [...egress.steps, ...ingress.steps, ...aclSteps(caller, callee)],
          },
        ];
      }),
    );
    return withoutCovered(ways);
  }

  /** The ways that addresses of the internet have to a member that they can route to. */
  public fromInternet(callee: Member): PublicWay[] {
    return this.publicWays(callee, 'ingress', 'lets in');
  }

  /** The ways that CloudFront has to a member inside the network. Its interfaces there have addresses of the network. */
  public fromCloudFront(callee: Member): Way[] {
    if (callee.groups?.length === 0) return [{ ports: allPorts, verdict: 'reachable', steps: [] }];
    const ways = this.openings(callee, 'ingress', { ...callee, name: 'CloudFront', groups: [] });
    const rules = this.rulesOf(callee, 'ingress').filter(({ peer }) => peer.kind === 'cloudfront');
    const meant = rules.map(({ ports, address }): Way => ({
      ports: ports ?? allPorts,
      verdict: ports ? 'reachable' : 'unknown',
      steps: [{ address, text: 'lets CloudFront in' }],
    }));
    return withoutCovered([...meant, ...ways]);
  }

  /** The ways that a member has to addresses of the internet, routes aside. */
  public toInternet(caller: Member): PublicWay[] {
    return this.publicWays(caller, 'egress', 'lets out to');
  }

  /** The rules of a member in one direction; a member without any group is open. */
  public rulesOf({ groups }: Member, direction: Direction): GroupRule[] {
    return (groups ?? []).flatMap((group) => this.groups.get(group)?.[direction] ?? []);
  }

  /** Why the rules of a member cannot all be told, or undefined. */
  public unknownRulesOf({ name, groups }: Member): string | undefined {
    if (!groups) return `the security groups of ${name} cannot be told`;
    for (const group of groups) {
      const known = this.groups.get(group);
      if (!known) return `the rules of ${group} are not in this stack`;
      const [first] = known.unknownRules;
      if (first !== undefined) return `some rules of ${first} cannot be told`;
    }
    return undefined;
  }

  /** What a member's rules open towards another one. */
  public openings(owner: Member, direction: Direction, other: Member): Way[] {
    if (owner.groups?.length === 0) return [{ ports: allPorts, verdict: 'reachable', steps: [] }];
    const unknown = this.unknownRulesOf(owner);
    const ways = this.rulesOf(owner, direction).flatMap((rule): Way[] => {
      const match = matches(rule, other);
      if (match === 'no') return [];
      const certain = match === 'yes' && rule.ports !== undefined;
      const verb = direction === 'egress' ? 'lets out to' : 'lets in';
      const text = `${verb} ${other.name}${certain ? '' : ', as far as can be told'}`;
      return [
        {
          ports: rule.ports ?? allPorts,
          verdict: certain ? 'reachable' : 'unknown',
          steps: [{ address: rule.address, text }],
        },
      ];
    });
    if (unknown !== undefined) {
      ways.push({ ports: allPorts, verdict: 'unknown', steps: [{ text: unknown }] });
    }
    return ways;
  }

  private publicWays(owner: Member, direction: Direction, verb: string): PublicWay[] {
    const lists = aclSteps(owner);
    if (owner.groups?.length === 0) {
      const open = { from: outside.internet, ports: allPorts, steps: [] };
      return [underLists({ ...open, verdict: 'reachable' }, lists)];
    }
    const rules = this.rulesOf(owner, direction);
    const ways = rules
      .flatMap((rule) => publicWay(rule, rules, verb) ?? [])
      .map((way) => underLists(way, lists));
    const unknown = this.unknownRulesOf(owner);
    if (unknown !== undefined) {
      const steps = [{ text: unknown }];
      ways.push({ from: outside.internet, ports: allPorts, verdict: 'unknown', steps });
    }
    return ways;
  }

  private networkBetween(a: Member, b: Member): Match {
    const [here, there] = [networksOf(a), networksOf(b)];
    if (aclSteps(a, b).length > 0) return 'unknown';
    // of a subnet that was made elsewhere the network is not known, but its groups can only be used inside it
    if (here.size === 0 || there.size === 0) return 'yes';
    if ([...here].some((vpc) => there.has(vpc))) return 'yes';
    return this.peered ? 'unknown' : 'no';
  }
}

/** The way that a rule opens to the internet together with all others that hold for its ports. */
function publicWay(
  rule: GroupRule,
  rules: readonly GroupRule[],
  verb: string,
): PublicWay | undefined {
  const { ports, peer, address } = rule;
  // anybody may have a distribution, but nobody can call from these addresses without one
  const unclear = peer.kind === 'unknown' || peer.kind === 'cloudfront';
  if (unclear || (ports === undefined && peer.kind === 'range')) {
    const steps = [{ address, text: `${verb} addresses or ports that cannot be told` }];
    return { from: outside.internet, ports: ports ?? allPorts, verdict: 'unknown', steps };
  }
  if (peer.kind !== 'range' || !ports || internetShare([peer.range]) === 'none') return undefined;
  const together = rules.flatMap((other) =>
    other.peer.kind === 'range' && other.ports && covers(other.ports, ports)
      ? [{ ...other.peer, address: other.address }]
      : [],
  );
  const open = together.filter(({ range }) => internetShare([range]) !== 'none');
  const whole = internetShare(together.map(({ range }) => range)) === 'all';
  const alone = internetShare([peer.range]) === 'all';
  const witnesses = alone ? [{ address, text: peer.text }] : open;
  return {
    from: whole ? outside.internet : someAddresses([...new Set(open.map(({ text }) => text))]),
    ports,
    verdict: 'reachable',
    steps: witnesses.map((witness) => ({
      address: witness.address,
      text: `${verb} ${witness.text}`,
    })),
  };
}

/** A way that network ACLs may close. */
function underLists(way: PublicWay, lists: readonly Step[]): PublicWay {
  return lists.length === 0 ? way : { ...way, verdict: 'unknown', steps: [...way.steps, ...lists] };
}

function matches({ peer }: GroupRule, { groups, subnets }: Member): Match {
  if (peer.kind === 'prefix-list' || peer.kind === 'cloudfront') return 'no';
  if (peer.kind === 'unknown') return 'unknown';
  if (peer.kind === 'group') {
    if (!groups) return 'unknown';
    return groups.includes(peer.group) ? 'yes' : 'no';
  }
  if (internetShare([peer.range]) === 'all') return 'yes';
  const ranges = subnets?.map((subnet) => subnet.ranges);
  if (ranges?.some((list) => list?.some((range) => overlap(range, peer.range)))) return 'yes';
  return ranges?.every((list) => list !== undefined) ? 'no' : 'unknown';
}

function covers(outer: PortRange, inner: PortRange): boolean {
  const common = commonPorts(outer, inner);
  return (
    common?.from === inner.from && common.to === inner.to && common.protocol === inner.protocol
  );
}

/** Leaves out what a wider way opens anyway, a certain one before an unknown one. */
function withoutCovered(ways: readonly Way[]): Way[] {
  const certain = ways.filter(({ verdict }) => verdict === 'reachable');
  return ways.filter((way) => {
    const wider =
      way.verdict === 'reachable'
        ? certain.filter(({ ports }) => !covers(way.ports, ports))
        : certain;
    return !wider.some(({ ports }) => covers(ports, way.ports));
  });
}

function networksOf({ subnets }: Member): Set<string> {
  return new Set((subnets ?? []).flatMap(({ vpc }) => vpc ?? []));
}

/** The network ACLs that filter what some members send and get. */
function aclSteps(...members: readonly Member[]): Step[] {
  const lists = members
    .flatMap(({ subnets }) => subnets ?? [])
    .flatMap(({ accessList }) => accessList ?? []);
  return [...new Set(lists)].map((address) => ({
    address,
    text: 'filters the subnet and is not read',
  }));
}
