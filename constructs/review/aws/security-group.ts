import { type AddressRange, parseRange } from '../address-range';
import { listOf, type Model, type Resource } from '../model';
import { allPorts, type PortRange } from '../port-range';

/** Whom a rule lets in or out. */
export type RulePeer =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'range'; readonly range: AddressRange; readonly text: string }
  /** Addresses of an AWS service, which no workload has. */
  | { readonly kind: 'prefix-list'; readonly list: string }
  /** What CloudFront calls origins from: its addresses, or the group of its interfaces in the network. */
  | { readonly kind: 'cloudfront' }
  | { readonly kind: 'unknown' };

/** One rule of a security group. */
export interface GroupRule {
  /** Whom it lets in or out. */
  readonly peer: RulePeer;

  /** Which ports, or undefined where that cannot be told. */
  readonly ports: PortRange | undefined;

  /** The resource that holds it. */
  readonly address: string;
}

/** The rules of one security group. */
export interface SecurityGroup {
  /** What it lets in. */
  readonly ingress: GroupRule[];

  /** What it lets out. */
  readonly egress: GroupRule[];

  /** What keeps some of the rules from being told: resources with an expression, or a group that was made elsewhere. */
  readonly unknownRules: string[];
}

const directions = ['ingress', 'egress'] as const;

type Direction = (typeof directions)[number];

/** Every security group that the stack makes or adds rules to, by its identity. */
export function securityGroups(model: Model): Map<string, SecurityGroup> {
  const groups = new Map<string, SecurityGroup>();
  for (const group of model.all('aws_security_group', 'aws_default_security_group')) {
    const rules: SecurityGroup = { ingress: [], egress: [], unknownRules: [] };
    groups.set(group.address, rules);
    for (const direction of directions) {
      const blocks = model.blocks(group.block[direction]);
      if (!blocks) {
        rules.unknownRules.push(group.address);
        rules[direction].push(unreadRule(group.address));
      }
      for (const block of blocks ?? []) {
        rules[direction].push(...inlineRules(model, group.address, block, group.address));
      }
    }
  }
  for (const rule of model.all('aws_security_group_rule')) addClassicRule(model, groups, rule);
  for (const rule of model.all('aws_vpc_security_group_ingress_rule')) {
    addSingleRule(model, groups, rule, 'ingress');
  }
  for (const rule of model.all('aws_vpc_security_group_egress_rule')) {
    addSingleRule(model, groups, rule, 'egress');
  }
  return groups;
}

/** Rules of one inline block, or of one aws_security_group_rule: both list their peers. */
function inlineRules(
  model: Model,
  address: string,
  block: Readonly<Record<string, unknown>>,
  self: string,
): GroupRule[] {
  const ports = portsOf(model, block.protocol, block.from_port, block.to_port);
  const texts = ['cidr_blocks', 'ipv6_cidr_blocks'].flatMap((name) => each(model, block[name]));
  const groups = ['security_groups', 'source_security_group_id'].flatMap((name) =>
    each(model, block[name]),
  );
  const lists = each(model, block.prefix_list_ids);
  const itself = model.flag(block.self, false);
  const peers: RulePeer[] = [
    ...texts.map((text) => rangePeer(model, text)),
    ...groups.map((group) => groupPeer(model, group)),
    ...lists.map((list) => prefixListPeer(model, list)),
    ...(itself === true ? [{ kind: 'group' as const, group: self }] : []),
    ...(itself === undefined ? [{ kind: 'unknown' as const }] : []),
  ];
  return peers.map((peer) => ({ peer, ports, address }));
}

function addClassicRule(model: Model, groups: Map<string, SecurityGroup>, rule: Resource): void {
  const owner = groupOf(model, groups, rule);
  const type = model.text(rule.block.type);
  if (type !== 'ingress' && type !== 'egress') {
    owner.group.unknownRules.push(rule.address);
    for (const direction of directions) owner.group[direction].push(unreadRule(rule.address));
    return;
  }
  owner.group[type].push(...inlineRules(model, rule.address, rule.block, owner.identity));
}

function addSingleRule(
  model: Model,
  groups: Map<string, SecurityGroup>,
  rule: Resource,
  direction: Direction,
): void {
  const { address, block } = rule;
  const owner = groupOf(model, groups, rule);
  const ports = portsOf(model, block.ip_protocol, block.from_port, block.to_port);
  const texts = [block.cidr_ipv4, block.cidr_ipv6].flatMap(listOf);
  const peers: RulePeer[] = [
    ...texts.map((text) => rangePeer(model, text)),
    ...listOf(block.referenced_security_group_id).map((group) => groupPeer(model, group)),
    ...listOf(block.prefix_list_id).map((list) => prefixListPeer(model, list)),
  ];
  owner.group[direction].push(...peers.map((peer) => ({ peer, ports, address })));
}

/**
 * The group that a rule is added to; one that was made elsewhere has rules that nobody sees here. A rule whose group
 * cannot be told has one for itself, and each group that may be meant has a rule that is not known.
 */
function groupOf(
  model: Model,
  groups: Map<string, SecurityGroup>,
  { address, block }: Resource,
): { readonly identity: string; readonly group: SecurityGroup } {
  const raw = block.security_group_id;
  const told = model.identity(raw);
  if (told === undefined) {
    const isMeant = model.mayName(raw);
    for (const [other, { unknownRules }] of groups) {
      // one of them is enough to leave it open
      if (unknownRules.length === 0 && isMeant(other)) unknownRules.push(address);
    }
  }
  const identity = told ?? `the group of ${address}`;
  const group = groups.get(identity) ?? { ingress: [], egress: [], unknownRules: [identity] };
  groups.set(identity, group);
  return { identity, group };
}

/** A rule of which nothing can be told. */
function unreadRule(address: string): GroupRule {
  return { peer: { kind: 'unknown' }, ports: undefined, address };
}

/** The elements of a list, or one that stands for a list that cannot be told. */
function each(model: Model, raw: unknown): readonly unknown[] {
  return model.list(raw) ?? ['${unknown}'];
}

function rangePeer(model: Model, raw: unknown): RulePeer {
  const text = model.text(raw);
  const range = text === undefined ? undefined : parseRange(text);
  return text !== undefined && range ? { kind: 'range', range, text } : { kind: 'unknown' };
}

function groupPeer(model: Model, raw: unknown): RulePeer {
  const group = model.identity(raw);
  if (isNamed(model, group, 'CloudFront-VPCOrigins-Service-SG')) return { kind: 'cloudfront' };
  return group === undefined ? { kind: 'unknown' } : { kind: 'group', group };
}

function prefixListPeer(model: Model, raw: unknown): RulePeer {
  const list = model.identity(raw);
  if (isNamed(model, list, 'com.amazonaws.global.cloudfront.origin-facing')) {
    return { kind: 'cloudfront' };
  }
  // a list of one's own may hold any address; its id is longer than that of an old list of AWS
  const managed =
    list === undefined || /aws_ec2_managed_prefix_list\.|^pl-[0-9a-f]{17}$/.test(list);
  return managed ? { kind: 'unknown' } : { kind: 'prefix-list', list };
}

/** Whether something that the stack only looks up is the one of that name. */
function isNamed(model: Model, identity: string | undefined, name: string): boolean {
  const found = identity === undefined ? undefined : model.resources.get(identity);
  return found?.mode === 'data' && model.text(found.block.name) === name;
}

function portsOf(
  model: Model,
  protocol: unknown,
  from: unknown,
  to: unknown,
): PortRange | undefined {
  const name = model.text(protocol)?.toLowerCase();
  if (name === undefined) return undefined;
  if (name === '-1' || name === 'all') return allPorts;
  const numbers: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp' };
  const [first, last] = [model.number(from), model.number(to)];
  const said = numbers[name] ?? name;
  if (said === 'icmp' || said === 'icmpv6' || said === '58')
    return { ...allPorts, protocol: 'icmp' };
  if (first === undefined || last === undefined) return undefined;
  return first === -1 ? { ...allPorts, protocol: said } : { protocol: said, from: first, to: last };
}
