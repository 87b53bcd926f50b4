import { ServiceDiscoveryPrivateDnsNamespace } from '@cdktf/provider-aws/lib/service-discovery-private-dns-namespace';
import { ServiceDiscoveryService } from '@cdktf/provider-aws/lib/service-discovery-service';
import { Construct } from 'constructs';
import type { HttpApiTarget } from './http-api-target';
import type { INetwork } from './network';

/** Props of ServiceRegistry. */
export interface ServiceRegistryProps {
  /** Network that the names hold in. */
  readonly network: INetwork;

  /** Cloud name of the API, which names the namespace. */
  readonly name: string;

  /** Service that is registered. */
  readonly service: HttpApiTarget;
}

/**
 * Where ECS writes down the addresses of the tasks that run, for an HTTP API to read.
 *
 * Creates: Cloud Map namespace with its private hosted zone, and one service.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export class ServiceRegistry extends Construct {
  /** ARN of the Cloud Map service. */
  public readonly registryArn: string;

  constructor(scope: Construct, id: string, { network, name, service }: ServiceRegistryProps) {
    super(scope, id);
    // the form that is documented for ECS; one without DNS would save the hosted zone (ADR 0020)
    const namespace = new ServiceDiscoveryPrivateDnsNamespace(this, 'Namespace', {
      name: `${name}.internal`,
      description: `Tasks that ${name} sends requests to`,
      vpc: network.vpcId,
    });
    const registry = new ServiceDiscoveryService(this, 'Resource', {
      name: service.name,
      description: `Tasks of ${service.name}`,
      dnsConfig: {
        namespaceId: namespace.id,
        routingPolicy: 'MULTIVALUE',
        // only SRV carries the port, which the API asks for
        dnsRecords: [{ type: 'SRV', ttl: 10 }],
      },
      // ECS reports the health of the container; AWS knows no other number than 1
      healthCheckCustomConfig: { failureThreshold: 1 },
      // ECS takes its tasks off a little after it says that they are gone
      forceDestroy: true,
    });
    this.registryArn = registry.arn;
  }
}
