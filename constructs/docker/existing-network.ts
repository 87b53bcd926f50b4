import { Construct } from 'constructs';
import { known } from '../core/known';
import { nameProblems } from '../core/naming';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { ConnectionNetworks } from './connection-networks';
import type { ExistingNetworkProps, INetwork } from './network';

/** An environment whose entrance exists: nothing is looked up, only the networks of connections are made. */
export class ExistingNetwork extends Construct implements INetwork {
  /** Name of the environment, which starts every name on the host. */
  public readonly environment: string;

  /** Id or name of the Docker network that published ports come in through. */
  public readonly entranceId: string;

  /** The services of the environment and the networks of their connections. */
  public readonly connections: ConnectionNetworks;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const { environment, entranceId } = props;
    throwProblems(this, [...nameProblems('environment', environment), ...problemsOf(props, rules)]);

    this.environment = environment;
    this.entranceId = entranceId;
    this.connections = new ConnectionNetworks(this, environment);
  }
}

/** Networks of Docker itself that have no names for containers, or no containers at all. */
const withoutNames = ['bridge', 'host', 'none'];

const rules: readonly Rule<ExistingNetworkProps>[] = [
  {
    broken: ({ entranceId }) =>
      known(entranceId) && !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(entranceId),
    message: ({ entranceId }) =>
      `'entranceId' must be the id or the name of a Docker network, got ${shown(entranceId)}; 'docker network ls' lists them`,
  },
  {
    broken: ({ entranceId }) => withoutNames.includes(entranceId),
    message: ({ entranceId }) =>
      `'entranceId' must not be one of Docker's own networks, where containers do not find each other, got ${shown(entranceId)}; create one with 'docker network create'`,
  },
];
