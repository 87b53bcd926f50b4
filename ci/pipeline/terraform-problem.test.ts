import { sentenceOf } from './terraform-problem';

const place = { stack: 'ecs-prod', folder: 'cdktf.out/stacks/ecs-prod', left: false };

const lock = `Error: Error acquiring the state lock

Error message: operation error S3: PutObject, StatusCode: 412, RequestID: abc, HostID: , api error
Lock Info:
  ID:        7c0b1b0e-0000-0000-0000-000000000000
  Path:      slipway-state/ecs-prod.tfstate
  Operation: OperationTypeApply
  Who:       runner@fv-az1
  Created:   2026-11-21 20:00:00.0 +0000 UTC
`;

describe('why Terraform failed', () => {
  it('is who holds the lock, since when, and how it is released once they are gone', () => {
    expect(sentenceOf(lock, place)).toBe(
      'the state of ecs-prod is locked by runner@fv-az1 since 2026-11-21 20:00:00.0 +0000 UTC; run it again when that has ended, or, if it is dead: terraform -chdir=cdktf.out/stacks/ecs-prod force-unlock 7c0b1b0e-0000-0000-0000-000000000000',
    );
  });

  it.each([
    [
      'ExpiredTokenException: The security token included in the request is expired',
      /have expired/,
    ],
    ['Error: No valid credential sources found', /there are no AWS credentials/],
    [
      'Interrupt received.\nPlease wait for Terraform to exit or data loss may occur.\n\nError: execution halted',
      /it was interrupted, and what it had changed .* state of ecs-prod$/,
    ],
    ['Error: Saved plan is stale', /somebody else has changed ecs-prod/],
    [
      'data.aws_ecr_image.Registry_Goapp_IfMissingRunNpmRunBuildImagesPush_1: empty',
      /build:images/,
    ],
    ['Error: Failed to save state ... written to "errored.tfstate"', /state push errored\.tfstate/],
    ['Error: S3 bucket "x" does not exist.', /deploy 'aws-state' first/],
  ])('is a sentence with a remedy for %s', (output, sentence) => {
    expect(sentenceOf(output, place)).toMatch(sentence);
  });

  it('is the state that could not be written, also where it was interrupted', () => {
    const output = 'Interrupt received.\n\nError: Failed to persist state to backend';

    expect(sentenceOf(output, place)).toMatch(/push errored\.tfstate$/);
  });

  it('is left to the output where nothing is known about it', () => {
    expect(sentenceOf('Error: Cycle: a, b', place)).toBeUndefined();
  });
});
