import { type Broken, type Edge, type Graph, outside, type Unknown } from '../graph';
import type { Model } from '../model';
import { allPorts } from '../port-range';
import { Accounts, defaultAccount } from './account';
import { Addresses } from './announced-call';
import { betweenWorkloads } from './between';
import { cachesOf } from './cache';
import { mayCall } from './call';
import { direct, entrances } from './entrance';
import { Invokers } from './invoker';
import { localCalls } from './local-call';
import { Nats } from './nat';
import { PrivateZones } from './private-zone';
import { Router } from './route';
import { SecretReaders } from './secret';
import { brokenStarts } from './startup';
import { unreadKinds } from './unread';
import { Vpcs } from './vpc';
import { type RunWorkload, runWorkloads } from './workload';

/**
 * Who can reach whom on Cloud Run: who is let in by identity, and whose calls arrive.
 *
 * Whom the internet reaches, every workload reaches as well: such ways are not repeated one by one.
 */
export function googleGraph(model: Model): Graph {
  const accounts = new Accounts(model);
  const workloads = runWorkloads(model, accounts);
  const invokers = new Invokers(model, accounts, workloads);
  const vpcs = new Vpcs(model);
  const router = new Router(vpcs, new PrivateZones(model, vpcs), new Nats(model, vpcs));

  const entrance = entrances(model, invokers, workloads);
  const isPublic = new Set(entrance.edges.map(({ to }) => to));
  const addresses = new Addresses(model, workloads);
  const between = betweenWorkloads({ invokers, router, addresses, workloads, isPublic });
  const secrets = new SecretReaders(model, accounts);
  const inside = workloads.map((workload) => insideOf(secrets, workload));
  const caches = cachesOf(model, vpcs, workloads);
  return {
    workloads: [
      ...workloads.map(({ name, resource, port }) => ({ name, address: resource.address, port })),
      ...caches.workloads,
    ],
    edges: [...entrance.edges, ...between.edges, ...caches.edges],
    exits: workloads.flatMap((workload) => exitsOf(router, workload)),
    broken: [...entrance.broken, ...between.broken, ...inside.flatMap(({ broken }) => broken)],
    unknowns: [
      ...entrance.unknowns,
      ...invokers.unknowns,
      ...workloads.flatMap((workload) => invokers.groupUnknowns(workload)),
      ...inside.flatMap(({ unknowns }) => unknowns),
      ...unreadKinds(model),
    ],
    whyNot: (from, to) => whyNot({ invokers, router, workloads }, from, to),
  };
}

function insideOf(
  secrets: SecretReaders,
  workload: RunWorkload,
): { broken: Broken[]; unknowns: Unknown[] } {
  const parts = [localCalls(workload), secrets.problemsOf(workload)];
  return {
    broken: [...parts.flatMap(({ broken }) => broken), ...brokenStarts(workload)],
    unknowns: [...parts.flatMap(({ unknowns }) => unknowns), ...unknownsOf(workload)],
  };
}

function unknownsOf({ resource, kind, containers, account }: RunWorkload): Unknown[] {
  const { address } = resource;
  if (kind === 'old service') {
    return [{ address, reason: 'is a service of the old kind, whose traffic is not read' }];
  }
  const reasons = [
    ...(containers
      ? []
      : ['has containers that cannot be told, so that the calls they announce are not judged']),
    ...(account === undefined
      ? ['runs as an account that cannot be told, so that whom it may invoke is not known']
      : []),
    ...(account === defaultAccount
      ? [`runs as ${defaultAccount}, which may be an editor and then may invoke every service`]
      : []),
  ];
  return reasons.map((reason) => ({ address, reason }));
}

function exitsOf(router: Router, workload: RunWorkload): Edge[] {
  const { toInternet } = router.of(workload);
  if (toInternet.verdict === 'closed') return [];
  return [
    {
      from: workload.name,
      to: outside.internet,
      ports: allPorts,
      verdict: toInternet.verdict === 'open' ? 'reachable' : 'unknown',
      steps: toInternet.steps,
    },
  ];
}

function whyNot(
  parts: {
    readonly invokers: Invokers;
    readonly router: Router;
    readonly workloads: readonly RunWorkload[];
  },
  from: string,
  to: string,
): string | undefined {
  const { invokers, router, workloads } = parts;
  const callee = workloads.find(({ name }) => name === to);
  const caller = workloads.find(({ name }) => name === from);
  if (!callee) return undefined;
  if (callee.kind === 'job' || callee.kind === 'worker pool') {
    return `${to} is a ${callee.kind}, which takes no requests`;
  }
  if (from === outside.internet) {
    const finding = direct(invokers, callee);
    return finding.verdict === 'closed' ? finding.reason : undefined;
  }
  if (!caller) return undefined;
  const finding = mayCall(invokers, router, caller, callee);
  if (finding.verdict === 'closed') return finding.reason;
  return `${to} lets everyone in, and so ${from} too; what everyone may do is not repeated for each workload`;
}
