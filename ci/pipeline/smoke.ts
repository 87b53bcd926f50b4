import { join } from 'node:path';
import { readCall } from './arguments';
import { Refusal, runProgram } from './refusal';
import { smokeStack } from './smoke-run';
import { outputOf, readDeployable } from './stack';
import { Terraform } from './terraform';

// npm run smoke: see docs/release.md
runProgram(async (args) => {
  const { names, values, flags } = readCall(args, {
    call: 'npm run smoke -- <stack> [--url <address to ask>] [--skip-synth]',
    options: { url: 'value', 'skip-synth': 'flag' },
    names: 1,
  });
  const [stack = ''] = names;
  if (values.url !== undefined) return smokeStack({ url: values.url });
  const output = await outputOf(flags['skip-synth'] === true);
  readDeployable(output, stack);
  const terraform = new Terraform(stack, join(output, 'stacks', stack));
  await terraform.init();
  const url = await terraform.output('url');
  if (url === undefined) {
    throw new Refusal(`${stack} has no output 'url', so that nobody can be asked; deploy it first`);
  }
  return smokeStack({ url });
});
