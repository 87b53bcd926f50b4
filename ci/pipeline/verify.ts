import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFrom } from '../../stacks/settings';
import { Refusal, runProgram, say } from './refusal';
import { askingRegistry, digestsOf, imagesIn } from './stack-images';
import { outputOf, readStack } from './stack';
import { trustFrom } from './trust';
import { refusedImages, Registries } from './verification';

// npm run images:verify: see docs/release.md
runProgram('ci/pipeline/verify.ts', async ({ values, flags }) => {
  const output = await outputOf(flags['skip-synth'] === true);
  const trust = trustFrom(values.key, process.env);
  const registries = new Registries(values.registry);
  const { accountId, region } = settingsFrom(process.env);
  const refused: string[] = [];
  let count = 0;
  for (const stack of values.stack === undefined ? stacksBelow(output) : [values.stack]) {
    const document = readStack(output, stack);
    const host = `${accountId}.dkr.ecr.${region}.amazonaws.com`;
    const lookup = askingRegistry(document, (at) => registries.at(at), host);
    const images = await digestsOf(document, lookup);
    refused.push(
      ...(await refusedImages(images, registries, trust)).map((one) => `${stack}: ${one}`),
    );
    count += images.length;
  }
  for (const sentence of refused) say(sentence);
  if (refused.length > 0) return 1;
  say(`ok    ${count} images, each a digest that ${trust.who} has signed, with its SBOM`);
  return 0;
});

/** Stacks that run images in a cloud whose settings are made: a trial and a laptop build their own. */
function stacksBelow(output: string): string[] {
  const { placeholders, google } = settingsFrom(process.env);
  const clouds = [
    ...(placeholders.some((one) => one.startsWith('SLIPWAY_AWS_ACCOUNT_ID')) ? [] : ['ecs']),
    ...(google.placeholders.length > 0 ? [] : ['gcp']),
  ];
  const form = new RegExp(`^(${clouds.join('|')})-(?!sandbox)`);
  const names = clouds.length === 0 ? [] : readdirSync(join(output, 'stacks')).sort();
  const found = names.filter((name) => form.test(name) && imagesIn(readStack(output, name)).length);
  if (found.length > 0) return found;
  throw new Refusal(
    'no cloud is set, so no registry can be asked; set SLIPWAY_AWS_ACCOUNT_ID or SLIPWAY_GCP_PROJECT, or name one with --stack <stack>',
  );
}
