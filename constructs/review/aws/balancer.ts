import { isObject, type Model, type Resource } from '../model';
import type { Subnets } from './subnet';
import type { Member } from './traffic';
import { groupsOf, identities } from './workload';

/** A load balancer. */
export interface Balancer extends Member {
  /** The balancer. */
  readonly resource: Resource;

  /** Whether it has public addresses; undefined where it cannot be told. */
  readonly public: boolean | undefined;

  /** What it does with the calls on each of its ports. */
  readonly listeners: readonly Listener[];
}

/** One port of a balancer. */
export interface Listener {
  /** The listener. */
  readonly address: string;

  /** Its port, or undefined where it cannot be told. */
  readonly port: number | undefined;

  /** The ways on to target groups. */
  readonly forwards: readonly Forward[];
}

/** One way from a listener to a target group. */
export interface Forward {
  /** The listener, or the rule of it. */
  readonly address: string;

  /** Which requests it is for: `/*`, or undefined for all that no rule took. */
  readonly condition: string | undefined;

  /** What tells the target group from others, or undefined where that cannot be told. */
  readonly targetGroup: string | undefined;
}

const balancerTypes = ['aws_lb', 'aws_alb'];
const listenerTypes = ['aws_lb_listener', 'aws_alb_listener'];
const ruleTypes = ['aws_lb_listener_rule', 'aws_alb_listener_rule'];

/** Every load balancer of the stack with its listeners and their rules. */
export function balancersOf(model: Model, subnets: Subnets): Balancer[] {
  const rules = groupedBy(model, model.all(...ruleTypes), 'listener_arn');
  const listeners = groupedBy(model, model.all(...listenerTypes), 'load_balancer_arn');
  return model.all(...balancerTypes).map((resource) => {
    const { block, address } = resource;
    const internal = model.flag(block.internal, false);
    const places = identities(model, block.subnets) ?? mappedSubnets(model, block.subnet_mapping);
    const inSubnets = places?.map((identity) => subnets.of(identity));
    // a network balancer without groups filters nothing
    const filtered = (model.text(block.load_balancer_type) ?? 'application') === 'application';
    return {
      name: model.text(block.name) ?? address,
      resource,
      groups: filtered
        ? groupsOf(model, block.security_groups, inSubnets)
        : identities(model, block.security_groups),
      subnets: inSubnets,
      public: internal === undefined ? undefined : !internal,
      listeners: (listeners.get(address) ?? []).map((listener) => ({
        address: listener.address,
        port: model.number(listener.block.port),
        forwards: [
          ...(rules.get(listener.address) ?? []).flatMap((rule) =>
            forwardsOf(model, rule, rule.block.action, conditionOf(model, rule)),
          ),
          ...forwardsOf(model, listener, listener.block.default_action, undefined),
        ],
      })),
    };
  });
}

/** Forwards of listeners and balancers that the stack does not hold: who comes through them is not known. */
export function foreignForwards(model: Model): Forward[] {
  const rules = model
    .all(...ruleTypes)
    .filter(({ block }) => !listenerTypes.includes(model.target(block.listener_arn)?.type ?? ''))
    .flatMap((rule) => forwardsOf(model, rule, rule.block.action, conditionOf(model, rule)));
  const listeners = model
    .all(...listenerTypes)
    .filter(
      ({ block }) => !balancerTypes.includes(model.target(block.load_balancer_arn)?.type ?? ''),
    )
    .flatMap((listener) => [
      ...forwardsOf(model, listener, listener.block.default_action, undefined),
      ...model
        .all(...ruleTypes)
        .filter(({ block }) => model.identity(block.listener_arn) === listener.address)
        .flatMap((rule) => forwardsOf(model, rule, rule.block.action, conditionOf(model, rule))),
    ]);
  return [...rules, ...listeners];
}

function mappedSubnets(model: Model, raw: unknown): string[] | undefined {
  const places = model.blocks(raw)?.map(({ subnet_id: subnet }) => model.identity(subnet));
  return places?.every((place) => place !== undefined) ? places : undefined;
}

function forwardsOf(
  model: Model,
  { address }: Resource,
  actions: unknown,
  condition: string | undefined,
): Forward[] {
  const blocks = model.blocks(actions);
  if (!blocks) return [{ address, condition, targetGroup: undefined }];
  return blocks
    .filter((action) => model.text(action.type) === 'forward')
    .flatMap((action) => {
      const weighted = (model.blocks(action.forward) ?? []).flatMap(
        (forward) => model.blocks(forward.target_group) ?? [],
      );
      const groups = [action.target_group_arn, ...weighted.map(({ arn }) => arn)].filter(
        (raw) => raw !== undefined && raw !== null,
      );
      return groups.map((raw) => ({ address, condition, targetGroup: model.identity(raw) }));
    });
}

function conditionOf(model: Model, { block }: Resource): string {
  const texts = (model.blocks(block.condition) ?? []).flatMap((condition) =>
    Object.values(condition).flatMap((inner) => {
      const values = isObject(inner) ? inner.values : undefined;
      return (model.list(values) ?? []).map((value) => model.text(value) ?? '?');
    }),
  );
  return texts.join(' ') || 'some requests';
}

function groupedBy(
  model: Model,
  resources: readonly Resource[],
  argument: string,
): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const identity = model.identity(resource.block[argument]);
    if (identity === undefined) continue;
    const group = groups.get(identity);
    if (group) group.push(resource);
    else groups.set(identity, [resource]);
  }
  return groups;
}
