import { takeDown } from './story';
import { worldOfThisMachine } from './world';

// npm run sandbox:down: see docs/sandbox.md
takeDown(worldOfThisMachine('sandbox:down')).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
