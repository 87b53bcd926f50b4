import type { Model, Resource } from '../model';
import { Named, segmentAfter } from './named';
import { projectOf } from './project';
import type { RunWorkload } from './workload';

/** Finds the services that an IAM resource is about. */
export class ServiceTargets {
  private readonly named: Named;
  private readonly workloads: ReadonlyMap<string, RunWorkload>;

  constructor(
    private readonly model: Model,
    workloads: readonly RunWorkload[],
  ) {
    const types = ['google_cloud_run_v2_service', 'google_cloud_run_service'];
    this.named = new Named(model, types);
    this.workloads = new Map(workloads.map((workload) => [workload.resource.address, workload]));
  }

  /** Addresses of services; undefined where it cannot be told which. */
  public of(resource: Resource, argument: string): string[] | undefined {
    const { block } = resource;
    const found = this.named.of(block[argument]);
    if (!found) return undefined;
    const path = this.model.text(block[argument]) ?? '';
    const location = this.model.text(block.location) ?? segmentAfter('locations', path);
    const project = segmentAfter('projects', path) ?? projectOf(this.model, resource);
    return found
      .map(({ address }) => address)
      .filter((address) => {
        const service = this.workloads.get(address);
        return service && !differ(service.location, location) && !differ(service.project, project);
      });
  }
}

/** Whether two names that are both known are not the same. */
export function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
