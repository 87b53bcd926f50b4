import { all, any, closed, dark, type Finding, open } from './finding';
import type { Invokers } from './invoker';
import type { Router } from './route';
import type { RunWorkload } from './workload';

/** Whether one workload can call another: it must be let in, and its call must arrive. */
export function mayCall(
  invokers: Invokers,
  router: Router,
  caller: RunWorkload,
  callee: RunWorkload,
): Finding {
  return all(
    addressed(callee),
    invokers.mayInvoke(caller, callee),
    arrives(router, caller, callee),
    guarded(callee),
  );
}

/** Whether a service answers at its run.app address at all. */
export function addressed({ name, hasAddress, resource }: RunWorkload): Finding {
  if (hasAddress === true) return open();
  if (hasAddress === undefined) return dark('may have no run.app address', resource.address);
  return closed(`${name} has no run.app address; set default_uri_disabled to false`);
}

/** Whether nothing but Cloud Run itself checks the callers. */
export function guarded({ hasIap, resource }: RunWorkload): Finding {
  if (hasIap === false) return open();
  return dark('lets in whoever Identity-Aware Proxy lets in, which is not read', resource.address);
}

function arrives(router: Router, caller: RunWorkload, callee: RunWorkload): Finding {
  const { ingress, name, resource } = callee;
  const { address } = resource;
  const routes = router.of(caller);
  const from = (text: string): Finding => open({ address, text });
  if (ingress === 'none') return closed(`${name} takes no requests; set another ingress`);
  if (ingress === 'all') return all(routes.toServices, from('takes requests from everywhere'));
  if (ingress === undefined) {
    const unknown = dark('takes requests from a side that cannot be told', address);
    return any(all(routes.inside, unknown), all(routes.toServices, unknown));
  }
  if (routes.inside.verdict === 'closed') {
    return closed(`${name} takes internal requests alone, and ${routes.inside.reason}`);
  }
  return all(
    routes.inside,
    sameProject(caller, callee, routes.place?.project),
    from('takes internal requests'),
  );
}

/** Only the networks of a service's own project count as internal without more. */
function sameProject(
  caller: RunWorkload,
  callee: RunWorkload,
  networkProject: string | undefined,
): Finding {
  const { project, resource } = callee;
  const others = [caller.project, networkProject].filter((other) => other !== undefined);
  if (project === undefined || others.every((other) => other === project)) return open();
  return dark(
    `is in the project ${project}, and whether a network of ${others.join(', ')} is internal to it is not known`,
    resource.address,
  );
}
