import { deployStack } from './deployment';
import { runProgram } from './refusal';
import { outputOf } from './stack';
import { worldOf } from './world';

// npm run stack:deploy: see docs/release.md
runProgram('ci/pipeline/deploy.ts', async ({ words: [stack = ''], values, flags }) => {
  const output = await outputOf(flags['skip-synth'] === true);
  return deployStack(worldOf({ stack, output, ...values }));
});
