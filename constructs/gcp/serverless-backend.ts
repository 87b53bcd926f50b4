import {
  ComputeBackendService,
  type ComputeBackendServiceLogConfig,
} from '@cdktf/provider-google/lib/compute-backend-service';
import { ComputeRegionNetworkEndpointGroup } from '@cdktf/provider-google/lib/compute-region-network-endpoint-group';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import type { CloudRunService } from './cloud-run-service';
import { replaceableName } from './replaceable-name';

/** Props of ServerlessBackend. */
export interface ServerlessBackendProps {
  /** Id of the balancer's project. */
  readonly projectId: string;

  /** Cloud name of the balancer, which starts every name. */
  readonly balancerName: string;

  /** The same service in one region or several. */
  readonly targets: readonly CloudRunService[];

  /** Id of the policy of Cloud Armor. */
  readonly securityPolicyId: string;

  /** Percentage of the requests that are noted. */
  readonly logSamplePercent: number;
}

/**
 * A service on Cloud Run as a load balancer sees it.
 *
 * Creates: one backend service, and one serverless network endpoint group for each region.
 */
export class ServerlessBackend extends Construct {
  /** Id of the backend service, for a URL map. */
  public readonly backendServiceId: string;

  /** The raw backend service. */
  public readonly resource: ComputeBackendService;

  constructor(scope: Construct, id: string, props: ServerlessBackendProps) {
    super(scope, id);
    const { projectId, balancerName, logSamplePercent, securityPolicyId } = props;
    const groups = props.targets.map((target) => this.createGroup(target, props));
    const [{ name }] = props.targets as readonly [CloudRunService, ...CloudRunService[]];

    this.resource = new ComputeBackendService(this, 'Resource', {
      name: replaceableName(`${balancerName}-${name}`, { loadBalancingScheme, projectId }),
      project: projectId,
      description: `${name} behind ${balancerName}`,
      loadBalancingScheme,
      protocol: 'HTTPS',
      backend: groups.map((group) => ({ group: group.id, balancingMode: 'UTILIZATION' })),
      // timeout_sec stays away: Google refuses one for serverless groups; the service's own holds (ADR 0023)
      sessionAffinity: 'NONE',
      enableCdn: false,
      compressionMode: 'DISABLED',
      customRequestHeaders: [],
      customResponseHeaders: [],
      iap: { enabled: false },
      securityPolicy: securityPolicyId,
      logConfig: logConfigOf(logSamplePercent),
      lifecycle: { createBeforeDestroy: true },
    });
    this.backendServiceId = this.resource.id;
  }

  private createGroup(
    target: CloudRunService,
    { projectId, balancerName }: ServerlessBackendProps,
  ): ComputeRegionNetworkEndpointGroup {
    const { name, resource, serviceName } = target;
    const region = regionOf(target);
    const fixed = { service: resource.nameInput, networkEndpointType, projectId, region };
    return new ComputeRegionNetworkEndpointGroup(this, `Group${pascalCase(region)}`, {
      name: replaceableName(`${balancerName}-${name}`, fixed),
      project: projectId,
      region,
      description: `${name} in ${region}`,
      networkEndpointType,
      cloudRun: { service: serviceName },
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

/** Region that a service runs in. */
export function regionOf({ resource }: CloudRunService): string {
  return resource.locationInput ?? '';
}

/** What stands beside `enable` may only be said where it is true. */
function logConfigOf(samplePercent: number): ComputeBackendServiceLogConfig {
  if (samplePercent === 0) return { enable: false };
  return {
    enable: true,
    sampleRate: samplePercent / 100,
    optionalMode: 'EXCLUDE_ALL_OPTIONAL',
  };
}

const loadBalancingScheme = 'EXTERNAL_MANAGED';
const networkEndpointType = 'SERVERLESS';
