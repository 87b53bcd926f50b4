import type { Model, Resource } from '../model';
import { engineOf } from './container';

/** A network of a Docker engine. */
export interface Network {
  /** What tells it from others. */
  readonly key: string;

  /** Name for people. */
  readonly name: string;

  /** The resource, or undefined where the stack does not make it. */
  readonly address: string | undefined;

  /** Whether it has no way out; undefined where it cannot be told. */
  readonly internal: boolean | undefined;

  /** Whether its containers reach each other; undefined where it cannot be told. */
  readonly connects: boolean | undefined;

  /** Whether its containers find each other by name: on all but the engine's own bridge. */
  readonly resolvesNames: boolean;

  /** Why it is not a plain bridge, which is all that is read, or undefined. */
  readonly strange: string | undefined;
}

const isolationOption = 'com.docker.network.bridge.enable_icc';
const masqueradeOption = 'com.docker.network.bridge.enable_ip_masquerade';

/** The networks of a stack, and those that it only names. */
export class Networks {
  private readonly byAddress = new Map<string, Network>();
  private readonly byName = new Map<string, Network>();

  constructor(private readonly model: Model) {
    for (const resource of model.all('docker_network')) {
      const network = readNetwork(model, resource);
      this.byAddress.set(resource.address, network);
      const name = model.text(resource.block.name);
      if (name !== undefined) this.byName.set(`${engineOf(resource)} ${name}`, network);
    }
  }

  /** The network that a container names by name or id; undefined where it cannot be told. */
  public of(raw: unknown, engine: string): Network | undefined {
    const identity = this.model.identity(raw);
    if (identity === undefined) return undefined;
    const own = this.byAddress.get(identity);
    if (own) return own;
    const data = this.model.resources.get(identity);
    const name = data ? this.model.text(data.block.name) : identity;
    if (name === undefined) return undefined;
    return this.byName.get(`${engine} ${name}`) ?? this.foreign(name, engine);
  }

  private foreign(name: string, engine: string): Network {
    const own = name === 'bridge';
    const network: Network = {
      key: `${engine} ${name}`,
      name,
      address: undefined,
      internal: own ? false : undefined,
      connects: own ? true : undefined,
      resolvesNames: !own,
      strange: own ? undefined : 'was made elsewhere and may keep its containers apart',
    };
    this.byName.set(`${engine} ${name}`, network);
    return network;
  }
}

function readNetwork(model: Model, { address, block }: Resource): Network {
  const driver = block.driver ?? 'bridge';
  const driverName = model.text(driver);
  const plain = driverName === 'bridge';
  const apart = optionOf(model, block.options, isolationOption);
  const masks = optionOf(model, block.options, masqueradeOption);
  const internal = model.flag(block.internal, false);
  return {
    key: address,
    name: model.text(block.name) ?? address,
    address,
    // without masquerade it depends on the routes of the machine
    internal: plain && (masks === true || internal === true) ? internal : undefined,
    connects: plain ? apart : undefined,
    resolvesNames: true,
    strange: plain
      ? undefined
      : `has the driver ${driverName ?? 'that cannot be told'}, which is not read`,
  };
}

/** An option of a bridge that is on unless it is turned off; undefined where it cannot be told. */
function optionOf(model: Model, raw: unknown, name: string): boolean | undefined {
  if (raw === undefined || raw === null) return true;
  const options = model.resolve(raw);
  if (options.kind !== 'known' || typeof options.value !== 'object') return undefined;
  return model.flag((options.value as Readonly<Record<string, unknown>> | null)?.[name], true);
}
