import { Network as DockerNetwork } from '@cdktf/provider-docker/lib/network';
import { Construct } from 'constructs';
import { nameProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import { ConnectionNetworks, networkConfig } from './connection-networks';
import { ExistingNetwork } from './existing-network';

/** Where services of one environment meet: a new entrance, or one that exists. */
export interface INetwork {
  /** Name of the environment, which starts every name on the host. */
  readonly environment: string;

  /** Id or name of the Docker network that published ports come in through. */
  readonly entranceId: string;

  /** The services of the environment and the networks of their connections. */
  readonly connections: ConnectionNetworks;
}

/** Props of Network. */
export interface NetworkProps {
  /**
   * Name of the environment, for example `slipway-local`. It starts the name of every container, network and volume:
   * Docker knows one list of names per host.
   */
  readonly environment: string;
}

/** Props of Network.fromIds. */
export interface ExistingNetworkProps {
  /** Name of the environment; it starts every name on the host. */
  readonly environment: string;

  /** Id or name of a Docker network that is not internal, for what publishes ports. */
  readonly entranceId: string;
}

/**
 * The networks of one environment on a Docker engine: an entrance for what publishes ports, and one internal network for
 * each connection, so that a service reaches those that it is connected to and nobody else.
 *
 * Creates: one bridge network as the entrance, and one internal bridge network per `connectTo`.
 *
 * Safe by default: no service is on a network that it shares with a stranger; internal networks have no way out and
 * publish nothing.
 *
 * A Docker network knows no direction: the callee of a connection could call its caller back.
 *
 * @example
 * const network = new Network(this, 'Network', { environment: 'slipway-local' });
 */
export class Network extends Construct implements INetwork {
  /** Name of the environment, which starts every name on the host. */
  public readonly environment: string;

  /** Id of the Docker network that published ports come in through. */
  public readonly entranceId: string;

  /** The services of the environment and the networks of their connections. */
  public readonly connections: ConnectionNetworks;

  /** The raw entrance, to override what the props do not offer. */
  public readonly resource: DockerNetwork;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { environment } = props;
    throwProblems(this, nameProblems('environment', environment));

    // not internal: an internal network publishes no port
    const entrance = networkConfig(environment, { name: 'entrance', internal: false });
    this.resource = new DockerNetwork(this, 'Resource', entrance);

    this.environment = environment;
    this.entranceId = this.resource.id;
    this.connections = new ConnectionNetworks(this, environment);
  }

  /**
   * An environment whose entrance exists, for example one that a proxy of somebody else is on. The networks of the
   * connections are still made.
   *
   * @throws ValidationError when a name cannot be one
   */
  public static fromIds(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }
}
