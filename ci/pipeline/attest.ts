import { registryOfSettings } from '../images/registry-host';
import { imagesFor, namedAmong } from '../images/images';
import { attestImages } from './attestation';
import { runProgram, say } from './refusal';
import { registryAt } from './registry-address';
import { signerFrom } from './signer';

// npm run images:attest: see docs/release.md
runProgram('ci/pipeline/attest.ts', async ({ values }) => {
  const address = values.registry ?? registryOfSettings('--registry');
  const names = values.images?.split(',') ?? [];
  const signer = signerFrom(values.key, process.env);
  const { registry, inside } = registryAt(address);
  const images = namedAmong(imagesFor(address), names).map(({ reference, source }) => ({
    reference: inside(reference),
    folder: source.folder,
  }));
  await attestImages(images, registry, signer, say);
  return 0;
});
