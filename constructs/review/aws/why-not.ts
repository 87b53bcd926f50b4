import { outside } from '../graph';
import { printPorts } from '../port-range';
import type { Member, Traffic } from './traffic';

/** The first thing that is missing between two workloads, or between the internet and one. */
export function whyNot(
  traffic: Traffic,
  workloads: readonly Member[],
  from: string,
  to: string,
): string | undefined {
  const callee = workloads.find(({ name }) => name === to);
  if (from === outside.internet && callee) {
    return `no public balancer and no HTTP API leads to ${to}, and its tasks have no public address that a rule opens`;
  }
  const caller = workloads.find(({ name }) => name === from);
  if (!caller || !callee) return undefined;
  const out = traffic.openings(caller, 'egress', callee);
  if (out.length === 0) return `no egress rule of the groups of ${from} leads to ${to}`;
  const into = traffic.openings(callee, 'ingress', caller);
  if (into.length === 0) return `no ingress rule of the groups of ${to} lets ${from} in`;
  const ports = (ways: typeof out) =>
    [...new Set(ways.map((way) => printPorts(way.ports)))].join(', ');
  return `${from} may send to ${ports(out)} and ${to} takes ${ports(into)}, or their networks are not connected`;
}
