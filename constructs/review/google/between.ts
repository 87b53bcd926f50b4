import type { Broken, Edge } from '../graph';
import type { Addresses } from './announced-call';
import { mayCall } from './call';
import { portsOf } from './entrance';
import type { Invokers } from './invoker';
import type { Router } from './route';
import type { RunWorkload } from './workload';

/** What decides on the calls of workloads to each other. */
interface Parts {
  readonly invokers: Invokers;
  readonly router: Router;
  readonly addresses: Addresses;
  readonly workloads: readonly RunWorkload[];
  /** Names of the services that the internet reaches, or may reach. */
  readonly isPublic: ReadonlySet<string>;
}

/** The ways between workloads, and the calls among them that are announced and cannot work. */
export function betweenWorkloads(parts: Parts): { edges: Edge[]; broken: Broken[] } {
  const { invokers, router, workloads } = parts;
  const edges: Edge[] = [];
  const broken: Broken[] = [];
  const variables = announced(parts);
  const byAccount = groupedByAccount(workloads);
  for (const callee of workloads) {
    if (callee.kind !== 'service' && callee.kind !== 'old service') continue;
    const named = variables.get(callee) ?? new Map<RunWorkload, string>();
    const candidates = new Set([...named.keys(), ...callersOf(parts, byAccount, callee)]);
    candidates.delete(callee);
    for (const caller of candidates) {
      const finding = mayCall(invokers, router, caller, callee);
      const variable = named.get(caller);
      if (finding.verdict !== 'closed') {
        const verdict = finding.verdict === 'open' ? 'reachable' : 'unknown';
        const { steps } = finding;
        edges.push({ from: caller.name, to: callee.name, ports: portsOf(callee), verdict, steps });
      } else if (variable !== undefined) {
        broken.push({
          from: caller.name,
          to: callee.name,
          port: callee.port,
          announced: {
            address: caller.resource.address,
            text: `${variable} holds the address of ${callee.name}`,
          },
          reason: finding.reason,
        });
      }
    }
  }
  return { edges, broken };
}

/** The variables that announce calls, by callee and caller. */
function announced({ addresses, workloads }: Parts): Map<RunWorkload, Map<RunWorkload, string>> {
  const found = new Map<RunWorkload, Map<RunWorkload, string>>();
  for (const caller of workloads) {
    for (const { callee, variable } of addresses.callsOf(caller)) {
      const callers = found.get(callee) ?? new Map<RunWorkload, string>();
      found.set(callee, callers.set(caller, variable));
    }
  }
  return found;
}

/** Those that a service may let in for what they are, so that a stack of many services is not judged pair by pair. */
function callersOf(
  { invokers, workloads, isPublic }: Parts,
  byAccount: ReadonlyMap<string, readonly RunWorkload[]>,
  callee: RunWorkload,
): readonly RunWorkload[] {
  const everyone = invokers.everyone(callee).verdict !== 'closed';
  if (everyone && !isPublic.has(callee.name)) return workloads;
  return [...invokers.accountsOf(callee)].flatMap((account) => byAccount.get(account) ?? []);
}

function groupedByAccount(workloads: readonly RunWorkload[]): Map<string, RunWorkload[]> {
  const groups = new Map<string, RunWorkload[]>();
  for (const workload of workloads) {
    const key = workload.account;
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(workload);
    else groups.set(key, [workload]);
  }
  return groups;
}
