/** Where Terraform failed. */
export interface Place {
  readonly stack: string;
  readonly folder: string;
  /** Whether Terraform could not write the state and has left it beside the stack. */
  readonly left: boolean;
}

/** Reasons that have a remedy, each with the words that tell it and the sentence that is said instead of the output. */
const reasons: readonly (readonly [RegExp, (output: string, place: Place) => string])[] = [
  [
    /Failed to persist state|errored\.tfstate/,
    (_, { folder }) =>
      `the state could not be written and lies in ${folder}/errored.tfstate; push it before anything else: terraform -chdir=${folder} state push errored.tfstate`,
  ],
  [/Error acquiring the state lock/, lockSentence],
  [
    /^Interrupt received|Error: (execution halted|operation canceled)/m,
    (_, { stack }) =>
      `it was interrupted, and what it had changed until then is in the state of ${stack}`,
  ],
  [
    /ExpiredToken|ExpiredTokenException|security token included in the request is expired|token has expired/i,
    () =>
      'the AWS credentials have expired, and nothing more was changed; log in again and run it once more',
  ],
  [
    /No valid credential sources found|failed to refresh cached credentials/,
    () => 'there are no AWS credentials; log in and run it again',
  ],
  [
    /IfMissingRunNpmRunBuildImagesPush/,
    () => "an image of this revision is not in the registry; run 'npm run build:images -- --push'",
  ],
  [
    /Saved plan is stale/,
    (_, { stack }) =>
      `somebody else has changed ${stack} since this plan was made, so that it was not applied; run it again`,
  ],
  [
    /NoSuchBucket|S3 bucket .* does not exist/,
    () => "the bucket of the state does not exist; deploy 'aws-state' first, see docs/deploy.md",
  ],
];

/** What went wrong in one sentence, with who can do what about it; undefined where only the output tells. */
export function sentenceOf(output: string, place: Place): string | undefined {
  return reasons.find(([words]) => words.test(output))?.[1](output, place);
}

/** Who holds the lock, since when, and how it is released once they are gone. */
function lockSentence(output: string, { stack, folder }: Place): string {
  // the error in front of it has an id of its own, the one of a request
  const [, info = ''] = output.split('Lock Info:');
  const field = (name: string) => new RegExp(`\\b${name}:\\s+(.+)`).exec(info)?.[1]?.trim();
  const [who, since, id] = ['Who', 'Created', 'ID'].map(field);
  if (who === undefined) return `the state of ${stack} is locked; run it again in a minute`;
  return `the state of ${stack} is locked by ${who} since ${since}; run it again when that has ended, or, if it is dead: terraform -chdir=${folder} force-unlock ${id}`;
}
