import type {
  CloudRunV2ServiceConfig,
  CloudRunV2ServiceScaling,
  CloudRunV2ServiceTemplate,
} from '@cdktf/provider-google/lib/cloud-run-v2-service';
import { cloudName } from '../core/naming';
import type { ResolvedProps } from './cloud-run-service-rules';
import { exposureSettings } from './exposure';
import type { Scaling } from './scaling';

/** What a Cloud Run service is made of. */
export interface ServiceContext extends ResolvedProps {
  /** Discovery name. */
  readonly name: string;

  /** What its revisions are made of. */
  readonly template: CloudRunV2ServiceTemplate;
}

/** Every setting of a service, written out: a setting that is left away keeps its last value in Google Cloud. */
export function serviceConfig(context: ServiceContext): CloudRunV2ServiceConfig {
  const { region, name, exposure } = context;
  return {
    name: cloudName(region.environment, name),
    project: region.projectId,
    location: region.location,
    description: `${name} of ${region.environment}`,
    ...exposureSettings[exposure],
    launchStage: 'GA',
    customAudiences: [],
    deletionProtection: context.deletionProtection,
    labels: { ...context.labels, environment: region.environment, component: name },
    scaling: serviceScaling(context.scaling),
    traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    template: context.template,
  };
}

/** The most instances stand on the template: provider 6.50 has no field for them here. */
function serviceScaling({ mode, minInstances }: Scaling): CloudRunV2ServiceScaling {
  return mode === 'manual'
    ? { scalingMode: 'MANUAL', manualInstanceCount: minInstances }
    : { scalingMode: 'AUTOMATIC', minInstanceCount: minInstances };
}
