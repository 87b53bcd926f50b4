import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, S3Backend, TerraformStack } from 'cdktf';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { GeneratedSecret } from '../../constructs/aws/generated-secret';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { actionOf } from '../emulated/calls/action';
import { failureOf } from '../emulated/faults/failure';
import { Interceptor } from '../emulated/faults/interceptor';
import { installEmulator, startEmulator } from '../emulated/moto';
import { overrideVersion, pinnedVersion } from '../emulated/override';
import { credentials, runFolder, variablesFor } from '../emulated/settings';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { Programs, type Running } from '../terraform/programs';
import { atLeast } from '../terraform/version';

const stack = 'one';
const region = 'us-east-1';
const bucket = 'states';
const group = '/one';
const root = repositoryRoot();
const programs = new Programs();
const folder = mkdtempSync(join(tmpdir(), 'slipway-drift-'));
const run = runFolder(folder);
const readsValue = 'secretsmanager:GetSecretValue';
let interceptor: Interceptor;
let s3: S3Client;
let endpoint: string;
let version: string;

/** A secret that is only written, and a group of logs; the state lies in a bucket, with its lock. */
function synthesize(): void {
  const app = new App({ outdir: run.output });
  const one = new TerraformStack(app, stack);
  new AwsProvider(one, 'Aws', { region });
  const backend = new S3Backend(one, { bucket, key: `${stack}.tfstate`, region });
  backend.addOverride('use_lockfile', true);
  new GeneratedSecret(one, 'Secret', { name: 'one/secret', recoveryDays: 0 });
  new CloudwatchLogGroup(one, 'Logs', { name: group, retentionInDays: 7, tags: { stack } });
  app.synth();
  const pinned = pinnedVersion(run.output);
  const mirror = findMirror(searchOfThisMachine(homedir()), 'hashicorp/aws', pinned);
  writeFileSync(run.configuration, cliConfiguration(mirror));
  version = installableVersion(mirror, 'hashicorp/aws', pinned);
  overrideVersion(run.output, version);
}

function begin(program: string, parameters: readonly string[], cwd = root): Running {
  const variables = {
    ...variablesFor(run, endpoint, process.env),
    CDKTF_OUTDIR: run.output,
    GITHUB_STEP_SUMMARY: undefined,
  };
  return programs.start(program, parameters, { folder: cwd, variables, limitSeconds: 240 });
}

const terraform = (...parameters: readonly string[]) =>
  begin('terraform', [...parameters, '-input=false'], join(run.output, 'stacks', stack)).finished;

/** `npm run drift`, and what it asks AWS for. */
function beginDrift(waitSeconds: number, forbidden: readonly string[] = []) {
  const asked = new Set<string>();
  interceptor.judge = (call) => {
    asked.add(actionOf(call));
    return forbidden.includes(actionOf(call)) ? failureOf(call.protocol, 'forbidden') : 'answer';
  };
  const script = ['ci/run.mjs', 'ci/pipeline/plan.ts', '--refresh-only', stack];
  const drift = begin(process.execPath, [...script, '--skip-synth', '--wait', `${waitSeconds}`]);
  return { drift, finished: drift.finished, asked };
}

describe('npm run drift, by the real provider', () => {
  beforeAll(async () => {
    const interpreter = await installEmulator(programs, root);
    const emulator = await startEmulator(programs, { root, interpreter, folder });
    interceptor = new Interceptor(emulator.endpoint);
    endpoint = await interceptor.appear();
    s3 = new S3Client({ endpoint: emulator.endpoint, region, credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    synthesize();
    for (const command of [['init'], ['apply', '-auto-approve']]) {
      const { code, output } = await terraform(...command);
      if (code !== 0) throw new Error(output);
    }
  });

  afterAll(async () => {
    interceptor.vanish();
    await programs.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says since when the state is locked, then waits, looks, and writes nothing', async () => {
    // where Terraform's own lock lies is in npm run deploy:emulated
    const lock = { Bucket: bucket, Key: `${stack}.tfstate.tflock` };
    await s3.send(new PutObjectCommand({ ...lock, Body: '{}' }));
    const refused = await beginDrift(0).finished;
    const { drift, finished, asked } = beginDrift(60);
    while (drift.process.exitCode === null && !drift.output().includes('is being changed')) {
      await wait(50);
    }
    await s3.send(new DeleteObjectCommand(lock));
    const { code, output } = await finished;

    expect(refused.output).toMatch(
      /the state of one is locked since 20\d\d-.*nothing was found out/,
    );
    expect(refused.code).toBe(1);
    expect(output).toMatch(/one is being changed since 20\d\d-[^]*one: no drift/);
    expect(code).toBe(0);
    expect(asked.size).toBeGreaterThan(5);
    expect([...asked].filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
  });

  // measured with 5.100.0; from 6.26.0 on the versions of the secret are listed instead (ADR 0033)
  it('reads the value of a secret only before 6.26.0, and fails there without the right to it', async () => {
    const reads = !atLeast(version, '6.26.0');
    const { finished, asked } = beginDrift(0, [readsValue]);
    const { code, output } = await finished;

    expect([...asked].includes(readsValue)).toBe(reads);
    expect([...asked].includes('secretsmanager:ListSecretVersionIds')).toBe(!reads);
    expect(code).toBe(reads ? 1 : 0);
    expect(output).toMatch(reads ? /GetSecretValue[^]*AccessDenied/ : /one: no drift/);
  });

  it('names what somebody has changed', async () => {
    const logs = new CloudWatchLogsClient({ endpoint, region, credentials });
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 30 }));
    const { code, output } = await beginDrift(0).finished;

    expect(output).toMatch(/one: 1 to update\n {2}update +aws_cloudwatch_log_group\.Logs/);
    expect(code).toBe(2);
  });
});
