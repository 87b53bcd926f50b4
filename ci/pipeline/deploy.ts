import { readCall } from './arguments';
import { deployStack } from './deployment';
import { runProgram } from './refusal';
import { outputOf } from './stack';
import { worldOf } from './world';

// npm run stack:deploy: see docs/release.md
runProgram(async (args) => {
  const { names, values, flags } = readCall(args, {
    call: 'npm run stack:deploy -- <stack> [--key <public key>] [--registry <host>] [--url <address to ask>] [--skip-synth]',
    options: { key: 'value', registry: 'value', url: 'value', 'skip-synth': 'flag' },
    names: 1,
  });
  const [stack = ''] = names;
  const output = await outputOf(flags['skip-synth'] === true);
  return deployStack(worldOf({ stack, output, ...values }));
});
