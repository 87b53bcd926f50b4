import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeApp } from '../../stacks/app';
import { settingsFrom } from '../../stacks/settings';
import { readDeployable, readDocument } from './stack';

let output: string;
beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'slipway-stack-'));
});
afterEach(() => {
  rmSync(output, { recursive: true });
});

function laid(document: object): string {
  mkdirSync(join(output, 'stacks', 'one'), { recursive: true });
  const text = JSON.stringify(document);
  writeFileSync(join(output, 'stacks', 'one', 'cdk.tf.json'), text);
  return text;
}

describe('a stack that shall be deployed', () => {
  it('is read byte by byte', () => {
    const text = laid({ terraform: {}, variable: { other: { default: 'x' } } });

    expect(readDeployable(output, 'one')).toBe(text);
  });

  it('fails when nobody has synthesized it', () => {
    expect(() => readDeployable(output, 'two')).toThrow(
      /^there is no stack 'two' in .*; 'npm run synth' lists them$/,
    );
  });

  it('fails when a setting is not made, as the stacks say so themselves', () => {
    composeApp(settingsFrom({}), { outdir: output }).synth();

    expect(() => readDeployable(output, 'ecs-prod')).toThrow(
      /^ecs-prod lacks settings: Before deploying, set SLIPWAY_AWS_ACCOUNT_ID .* \(environment variables/,
    );
    expect(() => readDeployable(output, 'gcp-run')).toThrow(/set SLIPWAY_GCP_PROJECT/);
    expect(readDeployable(output, 'local')).toBe(readDocument(output, 'local'));
  });
});
