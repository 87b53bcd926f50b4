import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Testing, TerraformStack } from 'cdktf';
import { pinnedProviders, synthesizedStacks } from '../ci/schema/stacks';
import { atLeast } from '../ci/terraform/version';
import { synthStack } from '../constructs/core/synth';
import { awsProviderVersion } from './aws-stack';

interface Document {
  readonly resource?: Readonly<Record<string, object>>;
}

const stacks = Object.values(synthesizedStacks());
const versionsIn = (documents: readonly unknown[]) =>
  pinnedProviders(documents)
    .filter(({ source }) => source === 'hashicorp/aws')
    .map(({ version }) => version);

/** The version that the bindings were made from: what a stack asks for that says nothing. */
function versionOfBindings(): string {
  const app: App = Testing.app();
  const stack = new TerraformStack(app, 'bare');
  new AwsProvider(stack, 'Aws', { region: 'us-east-1' });
  const [version = ''] = versionsIn([synthStack(app, stack).json]);
  return version;
}

const majorOf = (version: string) => version.split('.')[0];

describe('the version of the AWS provider', () => {
  it('is one for all stacks, exactly', () => {
    expect(awsProviderVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(versionsIn(stacks)).toEqual([awsProviderVersion]);
  });

  it('is of the major that the bindings were made from, and not older', () => {
    expect(versionOfBindings()).toMatch(/^\d+\.\d+\.\d+$/);
    expect(majorOf(awsProviderVersion)).toBe(majorOf(versionOfBindings()));
    expect(atLeast(awsProviderVersion, versionOfBindings())).toBe(true);
  });

  it('reads no value on a refresh that is only written', () => {
    // https://github.com/hashicorp/terraform-provider-aws/pull/44876
    expect(atLeast(awsProviderVersion, '6.26.0')).toBe(true);
  });
});

describe('arguments that are only written', () => {
  const written = (stacks as readonly Document[]).flatMap(({ resource = {} }) =>
    Object.entries(resource).flatMap(([type, blocks]) =>
      [...JSON.stringify(blocks).matchAll(/"(\w+_wo)":/g)].map(([, name]) => `${type}.${name}`),
    ),
  );

  // what a refresh of another one reads must be found out before `plan` meets it
  it('are those of one resource, in all stacks', () => {
    expect(written).toEqual(['aws_secretsmanager_secret_version.secret_string_wo']);
  });
});
