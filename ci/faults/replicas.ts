import type { Container } from './container';
import type { Lab } from './lab';
import { type Attempt, type Client, isAcknowledged, send } from './load';
import { newUser } from './new-user';
import { cache, goapp, proxy, staticSite } from './services';

/** Two replicas each of goapp and static-site behind the proxy. */
export interface Replicas {
  readonly base: string;
  readonly goapps: readonly [Container, Container];
  readonly sites: readonly [Container, Container];
}

/** Starts them; the proxy last, so that it finds both at once. */
export async function startReplicas(lab: Lab): Promise<Replicas> {
  await lab.start(cache);
  const goapps = [await lab.start(goapp('in-cache')), await lab.start(goapp('in-cache'))] as const;
  const sites = [await lab.start(staticSite), await lab.start(staticSite)] as const;
  const { url } = await lab.start(proxy());
  return { base: url, goapps, sites };
}

/** A client that only reads. */
export function reader(path: string): Client {
  return { next: () => ({ path }) };
}

/** Clients that create users of goapp, each id once. */
export class Creators {
  /** What came of each id. */
  public readonly answers = new Map<string, Attempt>();

  /** A client with ids of its own. */
  public client(name: string): Client {
    let turn = 0;
    let id = '';
    return {
      next: () => {
        turn += 1;
        id = `${name}-${turn}`;
        return newUser('/goapp/users', id);
      },
      learn: (attempt) => this.answers.set(id, attempt),
    };
  }
}

/** How often unsafe requests were really made. */
export interface Executions {
  readonly acknowledged: number;
  /** Acknowledged and not there. */
  readonly lost: readonly string[];
  /** Refused as being there already, though they were sent once. */
  readonly twice: readonly string[];
  /** Answered with an error; made at most once. */
  readonly unanswered: number;
}

/** Compares what creators were told with what is there. */
export function executions(
  answers: ReadonlyMap<string, Attempt>,
  there: ReadonlySet<string>,
): Executions {
  const all = [...answers];
  return {
    acknowledged: all.filter(([, one]) => isAcknowledged(one)).length,
    lost: all.flatMap(([id, one]) => (isAcknowledged(one) && !there.has(id) ? [id] : [])),
    twice: all.flatMap(([id, { status }]) => (status === 409 ? [id] : [])),
    unanswered: all.filter(([, { status = 0 }]) => status === 0 || status >= 500).length,
  };
}

/** The ids of all users of goapp. */
export async function idsOfUsers(base: string): Promise<Set<string>> {
  const { status, body, error } = await send(base, { path: '/goapp/users' });
  if (status !== 200) throw new Error(`GET /goapp/users: ${error ?? String(status)}`);
  return new Set((JSON.parse(body) as { readonly id: string }[]).map(({ id }) => id));
}
