import { S3Backend, type TerraformStack } from 'cdktf';
import type { Settings } from './settings';

/**
 * Keeps the state in the bucket of aws-state. The lock is a file beside the state, written only if it is not there yet.
 */
export function stateInBucket(stack: TerraformStack, settings: Settings): void {
  const backend = new S3Backend(stack, {
    bucket: settings.stateBucket,
    key: `${stack.node.id}.tfstate`,
    region: settings.region,
  });
  // the class has no prop for it
  backend.addOverride('use_lockfile', true);
}
