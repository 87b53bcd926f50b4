import { Network as DockerNetwork } from '@cdktf/provider-docker/lib/network';
import { Construct } from 'constructs';
import { CallGraph } from '../core/call-graph';
import type { Edge } from '../core/connection';
import { cloudName, constructId } from '../core/naming';
import { throwProblems } from '../core/validation';

/** Label on everything of an environment, to find it with `docker ps --filter label=...`. */
export const environmentLabel = 'slipway.environment';

/** The services of one environment, who calls whom, and one Docker network for each of these connections. */
export class ConnectionNetworks {
  private readonly calls = new CallGraph('network');

  constructor(
    private readonly scope: Construct,
    private readonly environment: string,
  ) {}

  /**
   * Takes a discovery name for a service of the environment.
   *
   * @throws ValidationError when another service has it
   */
  public reserveName(service: Construct, name: string): void {
    throwProblems(service, this.calls.nameProblems(name));
    this.calls.addName(name);
  }

  /**
   * Makes the network of one connection: nobody but its two ends is ever on it.
   *
   * @throws ValidationError when the connection closes a cycle or exists
   */
  public connect(caller: Construct, edge: Edge): DockerNetwork {
    this.calls.addEdge(caller, edge);
    return new DockerNetwork(
      this.scope,
      idOf(edge),
      // SECURITY(network): no way out, and nothing published from it
      networkConfig(this.environment, { name: nameOf(edge), internal: true }),
    );
  }
}

/** `a` to `to-b` and `a-to` to `b` would have one name; an underscore is in no name of a service. */
function isAmbiguous({ from, to }: Edge): boolean {
  return [from, to].some((name) => name.split('-').includes('to'));
}

function nameOf(edge: Edge): string {
  return isAmbiguous(edge) ? `${edge.from}_to_${edge.to}` : `${edge.from}-to-${edge.to}`;
}

function idOf(edge: Edge): string {
  if (isAmbiguous(edge)) return constructId(nameOf(edge));
  return `${constructId(edge.from)}To${constructId(edge.to)}`;
}

/** A bridge network with every value written out. */
export function networkConfig(
  environment: string,
  { name, internal }: { readonly name: string; readonly internal: boolean },
): ConstructorParameters<typeof DockerNetwork>[2] {
  return {
    name: cloudName(environment, name),
    driver: 'bridge',
    internal,
    attachable: false,
    ingress: false,
    ipv6: false,
    ipamDriver: 'default',
    labels: [{ label: environmentLabel, value: environment }],
  };
}
