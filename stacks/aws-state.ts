import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { StateBucket } from '../constructs/aws/state-bucket';
import { AwsStack } from './aws-stack';
import type { Settings } from './settings';
import { stateOnThisMachine } from './local-state';

/**
 * The bucket that every other stack keeps its state in, and nothing else: a stack that held the bucket of its own state
 * could never be destroyed. Its own state is local and disposable; an import recovers it.
 */
export class AwsStateStack extends AwsStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings, settings.accountPlaceholders);
    stateOnThisMachine(this);

    const bucket = new StateBucket(this, 'StateBucket', {
      bucketName: settings.stateBucket,
      preventDestroy: !settings.disposable,
    });

    new TerraformOutput(this, 'state_bucket', { value: bucket.bucketName });
  }
}
