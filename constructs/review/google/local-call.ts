import { type AnnouncedCall, announcedCalls, nginxText } from '../environment';
import type { Broken, Unknown } from '../graph';
import type { Container, RunWorkload } from './workload';

/** What the calls come to that variables announce inside an instance, and by names that only other platforms have. */
export function localCalls(caller: RunWorkload): { broken: Broken[]; unknowns: Unknown[] } {
  const containers = caller.containers ?? [];
  const listening = new Set(containers.flatMap(portsOf));
  const broken: Broken[] = [];
  const unknowns: Unknown[] = [];
  for (const container of containers) {
    broken.push(...missingOrigins(caller, container));
    for (const call of announcedCalls(container.variables)) {
      const { host, port, variable } = call;
      const text = `${variable} names ${host}:${port}`;
      const { address } = caller.resource;
      if (isBareName(call)) {
        const reason = `${host} is no name that Cloud Run resolves; use the uri of the service`;
        broken.push({ from: caller.name, to: host, port, announced: { address, text }, reason });
      }
      if (!isLocal(call) || listening.has(port)) continue;
      const other = containers.find((one) => one !== container && nginxOf(one) === '');
      if (other) {
        const reason = `${text}, and whether the container ${other.name} listens there is not known`;
        unknowns.push({ address, reason });
      } else {
        const announced = { address, text };
        const found = [...listening].sort((a, b) => a - b).join(', ') || 'nothing';
        const reason = `no container of ${caller.name} listens on ${port}, only on ${found}; correct the variable, or add the container that is meant`;
        broken.push({ from: caller.name, to: host, port, announced, reason });
      }
    }
  }
  return { broken, unknowns };
}

/** Callees for which the image of our sidecar is told a port and no address: `users-api` needs `ORIGIN_USERS_API`. */
function missingOrigins({ name, resource }: RunWorkload, container: Container): Broken[] {
  const marks = nginxOf(container).matchAll(/^# slipway:origin ([a-z][a-z0-9-]*)$/gm);
  return [...marks].flatMap(([, callee = '']) => {
    const variable = `ORIGIN_${callee.toUpperCase().replaceAll('-', '_')}`;
    if (container.variables.has(variable)) return [];
    const text = `the container ${container.name} leads to ${callee}`;
    const announced = { address: resource.address, text };
    const reason = `no variable ${variable} says where that is; set it to the uri of ${callee}`;
    return [{ from: name, to: callee, port: undefined, announced, reason }];
  });
}

/** Containers of an instance share its loopback address. */
function isLocal({ host }: AnnouncedCall): boolean {
  return host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A host without a dot; the metadata server is the only one that has an answer. */
function isBareName({ host }: AnnouncedCall): boolean {
  return host !== 'localhost' && host !== 'metadata' && !/[.:]/.test(host);
}

function portsOf(container: Container): number[] {
  const written = [
    ...nginxOf(container).matchAll(/^\s*listen\s+(?:[^\s;:]+:|\[[^\]]*\]:)?(\d{1,5})[\s;]/gm),
  ];
  return [...container.listens, ...written.map(([, port]) => Number(port))];
}

/** The configuration of nginx in a container's variables, or ''. */
function nginxOf({ variables }: Container): string {
  const texts = [...variables.values()].map(nginxText);
  return texts.filter((text) => /^\s*server\s*\{/m.test(text)).join('\n');
}
