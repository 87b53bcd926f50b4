import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Budget } from '../constructs/aws/budget';
import { GithubIdentity } from '../constructs/aws/github-identity';
import { Registry } from '../constructs/aws/registry';
import { type Image, Notify } from '../constructs/core';
import { AwsStack } from './aws-stack';
import { stateInBucket } from './bucket-state';
import { environments, googleStackOf, project } from './config';
import type { Settings } from './settings';

/**
 * What all environments share and what must exist before the first image is pushed: the image registry, who may push and
 * deploy where a repository on GitHub is set, and a budget where an amount is. People deploy it by hand: no
 * identity may change itself.
 */
export class AwsFoundationStack extends AwsStack {
  constructor(scope: Construct, id: string, settings: Settings, images: readonly Image[]) {
    super(scope, id, settings);
    stateInBucket(this, settings);

    const registry = new Registry(this, 'Registry', {
      prefix: project,
      names: [...new Set(images.map((image) => image.name))].sort(),
      forceDelete: settings.disposable,
    });
    this.createIdentity(settings, Object.values(registry.repositoryArns));
    this.createBudget(settings);
  }

  private createBudget({ budget: monthlyAmount, notifyEmail }: Settings): void {
    if (monthlyAmount === undefined) return;
    new Budget(this, 'Budget', {
      name: project,
      monthlyAmount,
      notify: [Notify.email(notifyEmail)],
    });
  }

  private createIdentity(settings: Settings, repositoryArns: readonly string[]): void {
    const { github: repository, githubProvider, permissionsBoundary, stateBucket } = settings;
    if (!repository) return;
    const names = Object.keys(environments);
    const identity = new GithubIdentity(this, 'Github', {
      prefix: project,
      repository,
      environments: names.map((name) => `ecs-${name}`),
      names,
      stateBucket,
      repositoryArns,
      stateEnvironments: names.map(googleStackOf),
      contentBuckets: names.map((name) => `${name}-pages`),
      providerArn: githubProvider,
      boundaryArn: permissionsBoundary,
    });
    for (const name of ['push', 'plan', 'apply', 'state'] as const) {
      new TerraformOutput(this, `github-${name}`, { value: identity[name] });
    }
  }
}
