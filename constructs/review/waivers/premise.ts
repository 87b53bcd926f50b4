import type { Evidence } from '../evidence/evidence';
import type { Resource } from '../model';
import { onlyRedirects } from '../evidence/redirect';

/** A fact about a resource that review proves anew on every run. */
export interface Premise {
  /** What has to hold, as one sentence without a full stop. */
  readonly title: string;

  /** Whether it holds: undefined where that cannot be told, which does not count. */
  readonly holds: (resource: Resource, evidence: Evidence) => boolean | undefined;
}

/** Every premise that a waiver may name. */
export const premises: Readonly<Record<string, Premise>> = {
  'hop-between-two-groups': {
    title:
      'the targets are reached by the security groups of their balancer alone, from the internet only through it',
    holds: hopBetweenTwoGroups,
  },
  'only-way-in': {
    title: 'every way in from the internet leads to this service',
    holds: onlyWayIn,
  },
  'closed-to-internet': {
    title: 'no way leads from the internet to it',
    holds: closedToInternet,
  },
  'redirect-only': {
    title: 'whatever listens on plain HTTP behind this rule sends the caller to HTTPS',
    holds: redirectOnly,
  },
};

function hopBetweenTwoGroups(group: Resource, evidence: Evidence): boolean | undefined {
  const { model } = evidence;
  const services = model
    .all('aws_ecs_service')
    .filter(({ block }) =>
      model
        .blocks(block.load_balancer)
        ?.some(({ target_group_arn }) => evidence.target(target_group_arn) === group),
    );
  const balancers = new Set(
    model
      .all('aws_lb', 'aws_alb')
      .flatMap(({ block }) => groupsIn(evidence, block.security_groups)),
  );
  return (
    services.length > 0 &&
    services.every((service) => {
      const network = evidence.first(service.block.network_configuration);
      const own = groupsIn(evidence, network?.security_groups);
      const ports = (model.blocks(service.block.load_balancer) ?? []).map(({ container_port }) =>
        model.number(container_port),
      );
      return own.length > 0 && own.every((id) => isClosed(evidence, id, balancers, ports));
    })
  );
}

/** Whether a group lets in balancers' groups alone on some ports. */
function isClosed(
  evidence: Evidence,
  identity: string,
  balancers: ReadonlySet<string>,
  ports: readonly (number | undefined)[],
): boolean {
  const group = evidence.securityGroups().get(identity);
  if (!group || group.unknownRules.length > 0) return false;
  return group.ingress
    .filter(
      ({ ports: open }) =>
        !open || ports.some((p) => p === undefined || (open.from <= p && p <= open.to)),
    )
    .every(({ peer }) => peer.kind === 'group' && balancers.has(peer.group));
}

function groupsIn(evidence: Evidence, raw: unknown): string[] {
  return (evidence.model.list(raw) ?? []).flatMap((one) => evidence.target(one)?.address ?? []);
}

function onlyWayIn({ address }: Resource, evidence: Evidence): boolean | undefined {
  const { edges, workloads } = evidence.graph();
  const names = new Set(workloads.filter((w) => w.address === address).map(({ name }) => name));
  const ways = edges.filter(({ from }) => from.startsWith('internet'));
  return ways.length > 0 && ways.every(({ to }) => names.has(to));
}

function closedToInternet({ address }: Resource, evidence: Evidence): boolean | undefined {
  const { edges, workloads } = evidence.graph();
  const names = new Set(workloads.filter((w) => w.address === address).map(({ name }) => name));
  return (
    names.size > 0 && !edges.some(({ from, to }) => from.startsWith('internet') && names.has(to))
  );
}

function redirectOnly(rule: Resource, evidence: Evidence): boolean | undefined {
  const { model } = evidence;
  const group = evidence.target(rule.block.security_group_id);
  const balancers = model
    .all('aws_lb', 'aws_alb')
    .filter(
      ({ block }) => group && groupsIn(evidence, block.security_groups).includes(group.address),
    );
  const listeners = model.all('aws_lb_listener', 'aws_alb_listener').filter(({ block }) => {
    const balancer = evidence.target(block.load_balancer_arn);
    return (
      balancer !== undefined && balancers.includes(balancer) && model.number(block.port) === 80
    );
  });
  return listeners.length > 0 && listeners.every((one) => onlyRedirects(one, evidence) === true);
}
