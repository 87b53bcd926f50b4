import { join } from 'node:path';
import { Refusal, runProgram } from './refusal';
import { smokeFrom, smokeStack } from './smoke-run';
import { outputOf, readDeployable } from './stack';
import { Terraform } from './terraform';

// npm run smoke: see docs/release.md
runProgram('ci/pipeline/smoke.ts', async ({ words: [stack], values, flags }) => {
  const smoke = smokeFrom(process.env);
  if (values.url !== undefined) return smokeStack(values.url, smoke);
  if (stack === undefined) throw new Refusal("name a stack, or an address with '--url'");
  const output = await outputOf(flags['skip-synth'] === true);
  readDeployable(output, stack);
  const terraform = new Terraform(stack, join(output, 'stacks', stack));
  await terraform.init();
  const url = await terraform.output('url');
  if (url === undefined) {
    throw new Refusal(`${stack} has no output 'url', so that nobody can be asked; deploy it first`);
  }
  return smokeStack(url, smoke);
});
