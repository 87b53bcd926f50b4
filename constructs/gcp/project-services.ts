import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import { shown, throwProblems } from '../core/validation';
import { projectProblems } from './place';

/** Props of ProjectServices. */
export interface ProjectServicesProps {
  /** Id of the project. */
  readonly projectId: string;

  /**
   * Names of the services, for example `run.googleapis.com`.
   *
   * @default - all that the constructs of this folder need
   */
  readonly services?: readonly string[];
}

/** What the constructs of this folder need. */
const needed = [
  'artifactregistry.googleapis.com',
  'billingbudgets.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'compute.googleapis.com',
  'containerscanning.googleapis.com',
  'dns.googleapis.com',
  'iam.googleapis.com',
  // a workflow of GitHub gets its tokens from these two
  'iamcredentials.googleapis.com',
  'logging.googleapis.com',
  'memorystore.googleapis.com',
  'monitoring.googleapis.com',
  'networkconnectivity.googleapis.com',
  'run.googleapis.com',
  'secretmanager.googleapis.com',
  'serviceconsumermanagement.googleapis.com',
  'storage.googleapis.com',
  'sts.googleapis.com',
];

/**
 * The services of Google that a project may use. In a new project nearly all are off, and the first apply fails.
 *
 * Creates: one project service each.
 *
 * Safe by default: a destroy leaves them on, since something else in the project may need them too.
 *
 * @example
 * const services = new ProjectServices(this, 'Services', { projectId: 'my-project' });
 */
export class ProjectServices extends Construct {
  /** What has to wait until the services are on. */
  public readonly dependencies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ProjectServicesProps) {
    super(scope, id);
    const services = [...new Set(props.services ?? needed)].sort();
    throwProblems(this, [...projectProblems(props.projectId), ...serviceProblems(services)]);

    this.dependencies = services.map(
      (service) =>
        new ProjectService(this, pascalCase(service.replace(/\.googleapis\.com$/, '')), {
          project: props.projectId,
          service,
          disableOnDestroy: false,
          disableDependentServices: false,
        }),
    );
  }
}

function serviceProblems(services: readonly string[]): string[] {
  if (services.length === 0) return [`'services' is empty; leave it out for all that are needed`];
  return services
    .filter((service) => !/^[a-z0-9-]+\.googleapis\.com$/.test(service))
    .map(
      (service) =>
        `'services' needs full names, got ${shown(service)}; use for example 'run.googleapis.com'`,
    );
}
