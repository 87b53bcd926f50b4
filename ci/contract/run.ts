import { contract } from './command';

// npm run contract -- <base URL>: whether what runs there does what docs/contracts.md says
contract(process.argv.slice(2), process.env, {
  say: (line) => {
    console.log(line);
  },
  complain: (line) => {
    console.error(line);
  },
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
