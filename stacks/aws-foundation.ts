import type { Construct } from 'constructs';
import { Registry } from '../constructs/aws/registry';
import type { Image } from '../constructs/core';
import { AwsStack } from './aws-stack';
import { stateInBucket } from './bucket-state';
import { project } from './config';
import type { Settings } from './settings';

/** What all environments share and what must exist before the first image is pushed: the image registry. */
export class AwsFoundationStack extends AwsStack {
  constructor(scope: Construct, id: string, settings: Settings, images: readonly Image[]) {
    super(scope, id, settings);
    stateInBucket(this, settings);

    new Registry(this, 'Registry', {
      prefix: project,
      names: [...new Set(images.map((image) => image.name))].sort(),
      forceDelete: settings.disposable,
    });
  }
}
