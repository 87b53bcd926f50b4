import { contract } from './command';
import { withComposeFacts } from './compose-facts';

// npm run contract -- <base URL>: whether what runs there does what docs/contracts.md says
const output = {
  say: (line: string) => {
    console.log(line);
  },
  complain: (line: string) => {
    console.error(line);
  },
};

async function main(): Promise<number> {
  const args = await withComposeFacts(process.argv.slice(2), process.env);
  return contract(args, process.env, output);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
