import { bringUp } from './story';
import { worldOfThisMachine } from './world';

// npm run sandbox:up: see docs/sandbox.md
bringUp(worldOfThisMachine('sandbox:up')).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
