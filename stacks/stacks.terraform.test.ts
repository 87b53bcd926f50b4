import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from '../ci/terraform/validate';
import { composeApp } from './app';
import { settingsFrom } from './settings';

describe('the real provider', () => {
  let outdir: string;

  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'slipway-validate-'));
    composeApp(settingsFrom({}), { outdir }).synth();
  });

  afterAll(() => {
    rmSync(outdir, { recursive: true });
  });

  it('accepts every stack on AWS', async () => {
    const stacks = awsStacks(outdir);
    expect(stacks).toContain('ecs-prod');

    for (const stack of stacks) {
      const verdict = await validate(join(outdir, 'stacks', stack));

      expect({ stack, ...verdict }).toEqual({ stack, valid: true, errors: [] });
    }
  });

  it('refuses an attribute that it does not know', async () => {
    const folder = join(outdir, 'stacks', 'aws-foundation');
    const path = join(folder, 'cdk.tf.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"image_tag_mutability"', '"imageTagMutability"'));

    const { valid, errors } = await validate(folder);

    expect(valid).toBe(false);
    expect(errors.join('\n')).toContain('imageTagMutability');
  });
});

/** The stacks of the other providers have a test of their own, *.provider.test.ts: not every machine has those. */
function awsStacks(outdir: string): string[] {
  return readdirSync(join(outdir, 'stacks')).filter((stack) => {
    const text = readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    const { provider } = JSON.parse(text) as { provider: object };
    return 'aws' in provider;
  });
}
