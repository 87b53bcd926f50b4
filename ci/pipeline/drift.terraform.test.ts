import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { S3Backend, type TerraformStack } from 'cdktf';
import { setTimeout as wait } from 'node:timers/promises';
import { GeneratedSecret } from '../../constructs/aws/generated-secret';
import { actionOf } from '../emulated/calls/action';
import { failureOf } from '../emulated/faults/failure';
import { Interceptor } from '../emulated/faults/interceptor';
import { atLeast } from '../terraform/version';
import { region, StackWorld } from './stack-world.fixture';

const stack = 'one';
const bucket = 'states';
const group = '/one';
const readsValue = 'secretsmanager:GetSecretValue';
const world = new StackWorld(stack);
let interceptor: Interceptor;
let version: string;

/** A secret that is only written, and a group of logs; the state lies in a bucket, with its lock. */
function build(scope: TerraformStack): void {
  const backend = new S3Backend(scope, { bucket, key: `${stack}.tfstate`, region });
  backend.addOverride('use_lockfile', true);
  new GeneratedSecret(scope, 'Secret', { name: 'one/secret', recoveryDays: 0 });
  new CloudwatchLogGroup(scope, 'Logs', { name: group, retentionInDays: 7, tags: { stack } });
}

/** `npm run drift`, and what it asks AWS for. */
function beginDrift(waitSeconds: number, forbidden: readonly string[] = []) {
  const asked = new Set<string>();
  interceptor.judge = (call) => {
    asked.add(actionOf(call));
    return forbidden.includes(actionOf(call)) ? failureOf(call.protocol, 'forbidden') : 'answer';
  };
  const options = ['--refresh-only', stack, '--wait', `${waitSeconds}`];
  const drift = world.program('ci/pipeline/plan.ts', ...options);
  return { drift, finished: drift.finished, asked };
}

describe('npm run drift, by the real provider', () => {
  beforeAll(async () => {
    await world.begin(bucket);
    interceptor = new Interceptor(world.endpoint);
    world.endpoint = await interceptor.appear();
    version = world.synthesize(build);
    for (const command of [['init'], ['apply', '-auto-approve']]) {
      const { code, output } = await world.terraform(...command).finished;
      if (code !== 0) throw new Error(output);
    }
  });

  afterAll(async () => {
    interceptor.vanish();
    await world.close();
  });

  it('says since when the state is locked, then waits, looks, and writes nothing', async () => {
    // where Terraform's own lock lies is in npm run deploy:emulated
    const lock = { Bucket: bucket, Key: `${stack}.tfstate.tflock` };
    await world.s3.send(new PutObjectCommand({ ...lock, Body: '{}' }));
    const refused = await beginDrift(0).finished;
    const { drift, finished, asked } = beginDrift(60);
    while (drift.process.exitCode === null && !drift.output().includes('is being changed')) {
      await wait(50);
    }
    await world.s3.send(new DeleteObjectCommand(lock));
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
    const logs = new CloudWatchLogsClient(world.client);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 30 }));
    const { code, output } = await beginDrift(0).finished;

    expect(output).toMatch(/one: 1 to update\n {2}update +aws_cloudwatch_log_group\.Logs/);
    expect(code).toBe(2);
  });
});
