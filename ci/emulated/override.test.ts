import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overrideVersion, pinnedVersion } from './override';

describe('the override', () => {
  let output: string;
  beforeEach(() => {
    output = mkdtempSync(join(tmpdir(), 'slipway-override-'));
  });
  afterEach(() => rmSync(output, { recursive: true }));

  const stack = (name: string, providers: Record<string, { version: string }>): void => {
    mkdirSync(join(output, 'stacks', name), { recursive: true });
    writeFileSync(
      join(output, 'stacks', name, 'cdk.tf.json'),
      JSON.stringify({ terraform: { required_providers: providers } }),
    );
  };
  const override = (name: string) => join(output, 'stacks', name, 'emulator_override.tf.json');

  it('changes the version of the provider and nothing else', () => {
    stack('one', { aws: { version: '6.25.0' } });

    overrideVersion(output, '5.100.0');

    expect(JSON.parse(readFileSync(override('one'), 'utf8'))).toEqual({
      terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    });
  });

  it('is absent where the pinned version can be installed', () => {
    stack('one', { aws: { version: '6.25.0' } });

    overrideVersion(output, '6.25.0');

    expect(existsSync(override('one'))).toBe(false);
  });

  it('is absent from a stack without the provider', () => {
    stack('elsewhere', { google: { version: '6.50.0' } });

    overrideVersion(output, '5.100.0');

    expect(existsSync(override('elsewhere'))).toBe(false);
  });

  it('finds the version that all stacks pin', () => {
    stack('one', { aws: { version: '6.25.0' } });
    stack('two', { aws: { version: '6.25.0' } });
    stack('elsewhere', { google: { version: '6.50.0' } });

    expect(pinnedVersion(output)).toBe('6.25.0');
  });

  it('fails when the stacks pin two versions', () => {
    stack('one', { aws: { version: '6.25.0' } });
    stack('two', { aws: { version: '6.26.0' } });

    expect(() => pinnedVersion(output)).toThrow('must pin one version');
  });

  it('fails when no stack pins one', () => {
    stack('elsewhere', { google: { version: '6.50.0' } });

    expect(() => pinnedVersion(output)).toThrow('must pin one version');
  });
});
