import { ECRClient } from '@aws-sdk/client-ecr';
import { pushEmptyImage } from '../image';
import { settings } from '../settings';

/**
 * What stands on the PATH of an emulated trial as `docker`: the host of the registry is AWS's own name, so that no engine
 * could push to the emulator. A build does nothing; a push puts an image without files under the tag. Everything else of
 * the trial is real.
 */
async function main([command = '', ...rest]: readonly string[]): Promise<void> {
  if (command !== 'push') return;
  const [, repository = '', tag = ''] = /^[^/]+\/(.+):([^:]+)$/.exec(rest.at(-1) ?? '') ?? [];
  await pushEmptyImage(new ECRClient({ region: settings.SLIPWAY_AWS_REGION }), repository, tag);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
