import { type Call, callOf, type Program } from '../call';

/** Why a step of the pipeline ends: one sentence for whoever started it. */
export class Refusal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Refusal';
  }
}

/** Runs a program of the pipeline: a refusal is its sentence and exit code 1, and so is everything unexpected. */
export function runProgram<Of extends Program>(
  file: Of,
  program: (call: Call<Of>) => Promise<number>,
): void {
  program(callOf(file, process.argv.slice(2))).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}

/** Prints one line, or several. */
export function say(text: string): void {
  console.log(text);
}
