import { type Edge, outside } from '../graph';
import type { Traffic } from './traffic';
import type { EcsWorkload } from './workload';

/** The ways of the tasks to the internet: what the rules let out and the routes lead out. */
export function exitsOf(traffic: Traffic, workload: EcsWorkload): Edge[] {
  const routes = (workload.subnets ?? []).map(({ wayOut }) => wayOut);
  const route =
    routes.find(({ kind }) => kind === 'nat') ??
    // without an address of its own a task gets nothing back through an internet gateway
    routes.find(({ kind }) => kind === 'gateway' && workload.publicAddress !== false) ??
    routes.find(({ kind }) => kind === 'unknown');
  if (!route && workload.subnets) return [];
  const certain =
    route?.kind === 'nat' || (route?.kind === 'gateway' && workload.publicAddress === true);
  return traffic.toInternet(workload).map((way) => ({
    from: workload.name,
    to: way.from,
    ports: way.ports,
    verdict: certain ? way.verdict : 'unknown',
    steps: [...way.steps, ...(route?.steps ?? [{ text: 'the subnets cannot be told' }])],
  }));
}

/** Whether an edge leads to the whole internet for certain. */
export function reachesInternet({ to, verdict }: Edge): boolean {
  return to === outside.internet && verdict === 'reachable';
}
