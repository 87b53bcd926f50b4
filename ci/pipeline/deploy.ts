import { addressToAsk } from './answering';
import { deployStack } from './deployment';
import { runProgram } from './refusal';
import { smokeFrom } from './smoke-run';
import { outputOf } from './stack';
import { worldOf } from './world';

// npm run stack:deploy: see docs/release.md
runProgram('ci/pipeline/deploy.ts', async ({ words: [stack = ''], values, flags }) => {
  // what could not be asked must be known before anything is deployed
  const smoke = smokeFrom(process.env);
  if (values.url !== undefined) addressToAsk(values.url);
  const output = await outputOf(flags['skip-synth'] === true);
  return deployStack(worldOf({ stack, output, smoke, ...values }));
});
