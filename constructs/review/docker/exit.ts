import { type Edge, outside } from '../graph';
import { allPorts } from '../port-range';
import type { Container } from './container';
import type { Attached } from './membership';

/** The way of a container to the internet: through a network that is not internal, or the machine's own. */
export function exitsOf({ name, resource }: Container, attached: Attached): Edge[] {
  const { address } = resource;
  const exit = { from: name, to: outside.internet, ports: allPorts };
  if (attached.host) {
    const steps = [{ address, text: 'is on the network of the machine' }];
    return [{ ...exit, verdict: 'reachable', steps }];
  }
  const networks = attached.members.map(({ network }) => network);
  const open = networks.find(({ internal }) => internal === false);
  if (open) {
    const steps = [
      { address, text: `is on ${open.name}` },
      ...(open.address === undefined
        ? []
        : [{ address: open.address, text: 'is not internal and leads out through the machine' }]),
    ];
    return [{ ...exit, verdict: 'reachable', steps }];
  }
  const dark = networks.find(({ internal }) => internal === undefined);
  if (!dark && attached.unknown === undefined) return [];
  const step = dark
    ? { address: dark.address, text: dark.strange ?? 'may have no way out' }
    : { address, text: attached.unknown ?? '' };
  return [{ ...exit, verdict: 'unknown', steps: [step] }];
}
