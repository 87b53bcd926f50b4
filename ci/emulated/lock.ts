import { setTimeout as wait } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Cdktf } from './cdktf';
import { expectEqual, expectThat, type Finding } from './report';
import { keysIn } from './state';

/**
 * Lets one Terraform hold the lock of a state while a second one tries to deploy. The first is a destroy that waits for
 * its confirmation and does not get it.
 */
export async function lockFindings(
  cdktf: Cdktf,
  { s3, bucket, stack }: { readonly s3: S3Client; readonly bucket: string; readonly stack: string },
): Promise<Finding[]> {
  const lock = `${stack}.tfstate.tflock`;
  const first = cdktf.beginDestroy(stack);
  while (!first.over() && !first.output().includes('Enter a value:')) {
    await wait(100);
  }
  const held = await keysIn(s3, bucket);

  const second = await cdktf.deploy(stack);

  first.process.stdin.end('no\n');
  const { output } = await first.finished;
  return [
    expectThat('a running change locks the state', held.includes(lock), `there is no ${lock}`),
    expectThat(
      'a second deployment at the same time is refused',
      second.code !== 0 && second.output.includes('Error acquiring the state lock'),
      `it ended with ${second.code}`,
    ),
    expectThat(
      'the first one can still be cancelled',
      output.includes('Destroy cancelled'),
      output.slice(-300),
    ),
    expectEqual('the lock is released', (await keysIn(s3, bucket)).includes(lock), false),
  ];
}
