import { type ITerraformDependable, TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Notify } from '../constructs/core';
import { cloudName } from '../constructs/core/naming';
import { Budget } from '../constructs/gcp/budget';
import { GithubIdentity } from '../constructs/gcp/github-identity';
import { ProjectServices } from '../constructs/gcp/project-services';
import { Registry } from '../constructs/gcp/registry';
import { stateInBucket } from './bucket-state';
import { environments, googleStackOf, project } from './config';
import type { Settings } from './settings';
import { GcpStack } from './gcp-stack';

/** The service in front, which is no workload of the system. */
const proxy = 'reverse-proxy';

/**
 * What all environments share and what must exist before the first image is pushed: Google's services, the
 * registry, who may push and deploy where a repository on GitHub is set, with the accounts of the services then, and a
 * budget where an account is.
 */
export class GcpFoundationStack extends GcpStack {
  constructor(scope: Construct, id: string, settings: Settings, workloads: readonly string[]) {
    super(scope, id, settings);
    stateInBucket(this, settings);
    const { projectId, region: location } = settings.google;

    const services = new ProjectServices(this, 'Services', { projectId });
    const registry = new Registry(this, 'Registry', {
      prefix: project,
      projectId,
      location,
      forceDelete: settings.disposable,
      dependsOn: services.dependencies,
    });

    new TerraformOutput(this, 'registry', { value: registry.registryUrl });
    this.createIdentity(settings, registry.resource, [...workloads, proxy]);
    this.createBudget(settings, services.dependencies);
  }

  /** The account that pays belongs to no project, so that not everybody who deploys knows it. */
  private createBudget(
    { google, notifyEmail }: Settings,
    dependsOn: readonly ITerraformDependable[],
  ): void {
    const { budget, projectId } = google;
    if (!budget) return;
    const notify = [Notify.email(notifyEmail)];
    new Budget(this, 'Budget', { ...budget, projectId, notify, dependsOn });
  }

  private createIdentity(
    { github, google }: Settings,
    registry: ITerraformDependable,
    services: readonly string[],
  ): void {
    if (!github) return;
    const { projectId, region: location } = google;
    const names = Object.keys(environments);
    const identity = new GithubIdentity(this, 'Github', {
      prefix: project,
      repository: github,
      environments: names.map(googleStackOf),
      projectId,
      location,
      registryName: project,
      contentBuckets: names.map((name) => `${projectId}-${name}-pages`),
      services: names.flatMap((name) => services.map((service) => cloudName(name, service))),
      dependsOn: [registry],
    });
    for (const name of ['push', 'plan', 'apply', 'provider'] as const) {
      new TerraformOutput(this, `github-${name}`, { value: identity[name] });
    }
  }
}
