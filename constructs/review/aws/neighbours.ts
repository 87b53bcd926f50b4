import { overlap } from '../address-range';
import type { SecurityGroup } from './security-group';
import type { Member } from './traffic';

/**
 * Who could call whom, found through the rules of the callee, so that a stack of many services is not judged pair by
 * pair.
 */
export class Neighbours<Item extends Member> {
  private readonly byGroup = new Map<string, Item[]>();
  private readonly bySubnet = new Map<string, Item[]>();
  /** Members of which too little is known to leave them out anywhere. */
  private readonly everywhere: Item[] = [];

  constructor(
    private readonly groups: ReadonlyMap<string, SecurityGroup>,
    private readonly members: readonly Item[],
  ) {
    for (const member of members) {
      if (!member.groups || !member.subnets) this.everywhere.push(member);
      for (const group of member.groups ?? []) add(this.byGroup, group, member);
      for (const { identity } of member.subnets ?? []) add(this.bySubnet, identity, member);
    }
  }

  /** Every other member that a rule of the callee may let in. */
  public of(callee: Item): Item[] {
    const found = new Set<Item>(this.everywhere);
    for (const group of callee.groups ?? []) {
      for (const member of this.letInBy(this.groups.get(group))) found.add(member);
    }
    if (!callee.groups) return this.members.filter((member) => member !== callee);
    found.delete(callee);
    return [...found];
  }

  private letInBy(group: SecurityGroup | undefined): readonly Item[] {
    if (!group || group.unknownRules.length > 0) return this.members;
    const found = new Set<Item>();
    for (const { peer } of group.ingress) {
      if (peer.kind === 'unknown') return this.members;
      if (peer.kind === 'group') this.byGroup.get(peer.group)?.forEach((item) => found.add(item));
      if (peer.kind === 'range') {
        for (const items of this.bySubnet.values()) {
          const ranges = items[0]?.subnets?.flatMap((subnet) => subnet.ranges ?? []) ?? [];
          const dark = items[0]?.subnets?.some((subnet) => subnet.ranges === undefined) ?? true;
          if (dark || ranges.some((range) => overlap(range, peer.range))) {
            items.forEach((item) => found.add(item));
          }
        }
      }
    }
    return [...found];
  }
}

function add<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
