import {
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CloudformationStack } from '@cdktf/provider-aws/lib/cloudformation-stack';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../constructs/core/secret';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { CacheLogin } from '../../constructs/aws/cache-login';
import { SecretStore } from '../../constructs/aws/secret-store';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { Programs } from '../terraform/programs';
import { installEmulator, startEmulator } from './moto';
import { overrideVersion, pinnedVersion } from './override';
import { credentials, runFolder, variablesFor } from './settings';

const name = 'prod/cache-password';
const region = 'us-east-1';
const programs = new Programs();
const folder = mkdtempSync(join(tmpdir(), 'slipway-secret-'));
const run = runFolder(folder);
const stackFolder = join(run.output, 'stacks', 'secret');
let endpoint: string;

/** A generated secret, a login of a cache with it, and a CloudFormation stack that resolves a reference in the same apply. */
function synthesize(version: number, acceptsPrevious = false): void {
  const app = new App({ outdir: run.output });
  const stack = new TerraformStack(app, 'secret');
  new AwsProvider(stack, 'Aws', { region });
  new LocalBackend(stack, { path: join(folder, 'terraform.tfstate') });
  const password = Secret.named('cache-password');
  const generated = { 'cache-password': { version, recoveryDays: 0 } };
  const store = new SecretStore(stack, 'Secrets', { prefix: 'prod', generated });
  const versionId = store.versionIdOf(password) ?? '';
  const value = `{{resolve:secretsmanager:${store.arnOf(password)}:SecretString:::${versionId}}}`;
  new CloudformationStack(stack, 'Reader', {
    name: 'reader',
    templateBody: JSON.stringify({
      Resources: {
        Copy: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: '/copy', Type: 'String', Value: value },
        },
      },
    }),
  });
  new CacheLogin(stack, 'Login', {
    name: 'prod-cache',
    passwordArn: store.arnOf(password),
    passwordVersion: store.versionIdOf(password),
    acceptsPrevious,
  });
  app.synth();
  const pinned = pinnedVersion(run.output);
  const mirror = findMirror(searchOfThisMachine(homedir()), 'hashicorp/aws', pinned);
  writeFileSync(run.configuration, cliConfiguration(mirror));
  overrideVersion(run.output, installableVersion(mirror, 'hashicorp/aws', pinned));
}

async function terraform(...parameters: readonly string[]): Promise<string> {
  const variables = variablesFor(run, endpoint, process.env);
  const options = { folder: stackFolder, variables, limitSeconds: 240 };
  const { code, output } = await programs.run('terraform', parameters, options);
  if (code !== 0)
    throw new Error(`terraform ${parameters.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

async function valueOf(which: GetSecretValueCommandInput): Promise<string> {
  const client = new SecretsManagerClient({ endpoint, region, credentials });
  const { SecretString: value } = await client.send(new GetSecretValueCommand(which));
  return value ?? '';
}

const current = () => valueOf({ SecretId: name });

/**
 * What CloudFormation was given to resolve. The emulator resolves nothing and stores the reference as it is.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
async function reference(): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=emulated/20260101/${region}/ssm/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization, 'x-amz-target': 'AmazonSSM.GetParameter' },
    body: JSON.stringify({ Name: '/copy' }),
  });
  const { Parameter: found } = (await answer.json()) as { Parameter?: { Value: string } };
  return found?.Value ?? '';
}

/** The passwords that the only user of the cache has, which no API of AWS would tell. */
async function accepted(): Promise<readonly string[]> {
  const answer = await fetch(`${endpoint}/moto-api/data.json`);
  const { elasticache } = (await answer.json()) as {
    readonly elasticache: { readonly User: readonly { readonly passwords: readonly string[] }[] };
  };
  return elasticache.User.flatMap(({ passwords }) => passwords);
}

/** The value that a reference names, read as CloudFormation would: by ARN and version. */
async function resolved(text: string): Promise<string> {
  const form =
    /^\{\{resolve:secretsmanager:(?<arn>arn:.+):SecretString:::(?<versionId>[^:}]+)\}\}$/;
  const { arn, versionId } = form.exec(text)?.groups ?? {};
  return valueOf({ SecretId: arn, VersionId: versionId });
}

/** Every file that Terraform wrote into the folder, providers aside, as one text. */
function written(): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('.terraform/providers'))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

describe('a generated secret, applied by the real provider', () => {
  beforeAll(async () => {
    const root = repositoryRoot();
    const interpreter = await installEmulator(programs, root);
    ({ endpoint } = await startEmulator(programs, { root, interpreter, folder }));
    synthesize(1);
    await terraform('init', '-input=false', '-no-color');
    await terraform('plan', '-input=false', '-no-color', '-out=first.tfplan');
    await terraform('apply', '-input=false', '-no-color', 'first.tfplan');
  });

  afterAll(async () => {
    await programs.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is 40 letters and digits', async () => {
    expect(await current()).toMatch(/^[A-Za-z0-9]{40}$/);
  });

  it('is what the reference names that CloudFormation gets in the same apply', async () => {
    expect(await resolved(await reference())).toBe(await current());
  });

  it('stands in no plan, no state and no other file', async () => {
    const value = await current();
    const plan = await terraform('show', '-json', 'first.tfplan');
    const state = await terraform('state', 'pull');

    expect(state).toContain('aws_secretsmanager_secret_version');
    expect([plan, state, written()].filter((text) => text.includes(value))).toEqual([]);
  });

  it('stays as it is when nothing changes', async () => {
    const before = await current();

    await terraform('plan', '-input=false', '-no-color', '-detailed-exitcode');
    await terraform('apply', '-input=false', '-no-color', '-auto-approve');

    expect(await current()).toBe(before);
  });

  it('is another one when its version is raised, and CloudFormation gets another reference', async () => {
    const before = await current();
    const named = await reference();

    synthesize(2, true);
    await terraform('apply', '-input=false', '-no-color', '-auto-approve');

    expect(await current()).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(await current()).not.toBe(before);
    expect(await resolved(await reference())).toBe(await current());
    // a task of the deployment before may still start
    expect(await resolved(named)).toBe(before);
    expect([await terraform('state', 'pull'), written()].join()).not.toContain(await current());
  });

  it('is accepted beside the one before, until it is said that the change is over', async () => {
    const both = await accepted();
    const previous = await valueOf({ SecretId: name, VersionStage: 'AWSPREVIOUS' });
    await terraform('plan', '-input=false', '-no-color', '-detailed-exitcode');

    synthesize(2);
    await terraform('apply', '-input=false', '-no-color', '-auto-approve');

    expect(both).toEqual([await current(), previous]);
    expect(previous).not.toBe(await current());
    expect(await accepted()).toEqual([await current()]);
    expect([await terraform('state', 'pull'), written()].join()).not.toContain(previous);
  });
});
