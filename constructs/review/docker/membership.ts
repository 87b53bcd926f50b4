import type { Container, Place } from './container';
import type { Network, Networks } from './network';

/** A container on a network. */
export interface Member {
  /** The container. */
  readonly container: Container;

  /** The network. */
  readonly network: Network;

  /** What others on the network call it, in lower case. */
  readonly names: readonly string[];
}

/** What a container's traffic goes through, once other containers' namespaces are followed. */
export interface Attached {
  /** Its places on networks. */
  readonly members: readonly Member[];

  /** Whether it is on the network of the machine itself. */
  readonly host: boolean;

  /** What is not known about it, or undefined. */
  readonly unknown: string | undefined;

  /** The container whose namespace it is in: itself, unless it shares another's. */
  readonly owner: Container;
}

/** Which container is on which network. */
export class Memberships {
  private readonly byContainer = new Map<Container, Attached>();
  private readonly byKey = new Map<string, Container>();

  constructor(
    containers: readonly Container[],
    private readonly networks: Networks,
  ) {
    for (const container of containers) {
      this.byKey.set(container.resource.address, container);
      this.byKey.set(nameKey(container.engine, container.engineName), container);
    }
    for (const container of containers) this.byContainer.set(container, this.attach(container));
  }

  /** What a container's traffic goes through. */
  public of(container: Container): Attached {
    return (
      this.byContainer.get(container) ?? {
        members: [],
        host: false,
        unknown: 'is not in the stack',
        owner: container,
      }
    );
  }

  private attach(container: Container): Attached {
    const owner = this.ownerOf(container);
    if (!owner) {
      const unknown = 'shares the network of a container that is not in the stack, or in a ring';
      return { members: [], host: false, unknown, owner: container };
    }
    const { attachment } = owner;
    if (attachment.kind === 'unknown') {
      return { members: [], host: false, unknown: attachment.reason, owner };
    }
    const places = attachment.kind === 'networks' ? attachment.places : [];
    const members = places.map((place) => this.member(container, owner, place));
    const dark = members.includes(undefined);
    return {
      members: members.filter((member) => member !== undefined),
      host: attachment.kind === 'host',
      unknown: dark ? 'is on a network that cannot be told' : undefined,
      owner,
    };
  }

  private member(container: Container, owner: Container, place: Place): Member | undefined {
    const network = this.networks.of(place.network, owner.engine);
    if (!network) return undefined;
    const names = [owner.engineName, ...place.aliases].map((name) => name.toLowerCase());
    return { container, network, names };
  }

  /** Follows `container:<other>` to the container that has the namespace; undefined in a ring or outside the stack. */
  private ownerOf(container: Container): Container | undefined {
    const seen = new Set<Container>();
    let at: Container | undefined = container;
    while (at?.attachment.kind === 'container') {
      if (seen.has(at)) return undefined;
      seen.add(at);
      const other: string = at.attachment.container;
      at = this.byKey.get(other) ?? this.byKey.get(nameKey(at.engine, other));
    }
    return at;
  }
}

function nameKey(engine: string, name: string): string {
  return `${engine} ${name}`;
}
