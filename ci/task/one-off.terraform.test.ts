import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeServicesCommand, DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '../../constructs/aws/cluster';
import { workload } from '../../constructs/aws/cluster.fixture';
import { Deployment } from '../../constructs/aws/deployment';
import { FargateService } from '../../constructs/aws/fargate-service';
import { Network } from '../../constructs/aws/network';
import { Scaling } from '../../constructs/aws/scaling';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { installEmulator, startEmulator } from '../emulated/moto';
import { overrideVersion, pinnedVersion } from '../emulated/override';
import { credentials, runFolder, variablesFor } from '../emulated/settings';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { type Finished, Programs } from '../terraform/programs';
import { endOf, startOneOff } from './one-off';

const region = 'us-east-1';
const environment = 'prod';
const programs = new Programs();
const folder = mkdtempSync(join(tmpdir(), 'slipway-task-'));
const run = runFolder(folder);
let endpoint: string;
let ecs: ECSClient;

/** The network that every account has, which is there without an apply. */
async function defaultNetwork() {
  const { Subnets: subnets = [] } = await new EC2Client({ endpoint, region, credentials }).send(
    new DescribeSubnetsCommand({}),
  );
  const ids = subnets.map(({ SubnetId: id = '' }) => id);
  return {
    vpcId: subnets[0]?.VpcId ?? '',
    cidr: '172.31.0.0/16',
    publicSubnetIds: ids.slice(0, 2),
    privateSubnetIds: ids.slice(2, 4),
  };
}

/** A service as people have it, and one that never runs twice. */
async function synthesize(): Promise<void> {
  const app = new App({ outdir: run.output });
  const stack = new TerraformStack(app, 'task');
  new AwsProvider(stack, 'Aws', { region });
  new LocalBackend(stack, { path: join(folder, 'terraform.tfstate') });
  const network = Network.fromIds(stack, 'Network', await defaultNetwork());
  const cluster = new Cluster(stack, 'Cluster', { network, environment });
  const scaling = Scaling.fixed(1);
  new FargateService(stack, 'Api', { cluster, workload, scaling });
  const deployment = Deployment.rolling({ minimumHealthyPercent: 0, maximumPercent: 100 });
  new FargateService(stack, 'Writer', { cluster, workload, scaling, deployment });
  app.synth();
  const pinned = pinnedVersion(run.output);
  const mirror = findMirror(searchOfThisMachine(homedir()), 'hashicorp/aws', pinned);
  writeFileSync(run.configuration, cliConfiguration(mirror));
  overrideVersion(run.output, installableVersion(mirror, 'hashicorp/aws', pinned));
}

/** What a person types, words and all. */
function task(...words: readonly string[]): Promise<Finished> {
  return programs.run('node', ['ci/run.mjs', 'ci/task/run.ts', ...words], {
    folder: repositoryRoot(),
    variables: variablesFor(run, endpoint, process.env),
    limitSeconds: 120,
  });
}

async function terraform(...parameters: readonly string[]): Promise<void> {
  const { code, output } = await programs.run('terraform', parameters, {
    folder: join(run.output, 'stacks', 'task'),
    variables: variablesFor(run, endpoint, process.env),
    limitSeconds: 240,
  });
  if (code !== 0) throw new Error(`terraform ${parameters[0]} ended with ${code}:\n${output}`);
}

describe('a command that runs once, beside a service that Terraform has deployed', () => {
  beforeAll(async () => {
    const root = repositoryRoot();
    const interpreter = await installEmulator(programs, root);
    ({ endpoint } = await startEmulator(programs, { root, interpreter, folder }));
    ecs = new ECSClient({ endpoint, region, credentials });
    await synthesize();
    await terraform('init', '-input=false', '-no-color');
    await terraform('apply', '-input=false', '-no-color', '-auto-approve');
  });

  afterAll(async () => {
    await programs.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the revision of the service, and its own words in the container', async () => {
    const started = await startOneOff(ecs, {
      ...{ environment, service: 'api' },
      command: ['migrate', '--up'],
    });
    const [service, begun] = await Promise.all([serviceNow(), taskNow(started.taskArn)]);

    expect(service.taskDefinition).toContain(':task-definition/prod-api:');
    expect(begun).toMatchObject({
      taskDefinitionArn: service.taskDefinition,
      launchType: 'FARGATE',
      startedBy: 'one-off',
      overrides: { containerOverrides: [{ name: 'api', command: ['migrate', '--up'] }] },
    });
  });

  it('stands in a private subnet of the service', async () => {
    const { taskArn } = await startOneOff(ecs, { environment, service: 'api', command: ['x'] });
    const [service, begun] = await Promise.all([serviceNow(), taskNow(taskArn)]);
    const details = (begun.attachments ?? []).flatMap((attachment) => attachment.details ?? []);
    const subnet = details.find(({ name }) => name === 'subnetId')?.value;

    expect(service.networkConfiguration?.awsvpcConfiguration?.subnets).toContain(subnet);
  });

  it('tells where its lines are', async () => {
    const { logs, taskArn } = await startOneOff(ecs, {
      ...{ environment, service: 'api' },
      command: ['x'],
    });

    expect(logs.group).toMatch(/prod.*api/);
    expect(logs.stream.endsWith(`/api/${taskArn.split('/').at(-1)}`)).toBe(true);
  });

  // the emulator runs nothing, and says that all went well
  it('is waited for until its container has ended', async () => {
    const started = await startOneOff(ecs, { environment, service: 'api', command: ['x'] });
    const { tasks = [] } = await ecs.send(
      new DescribeTasksCommand({ cluster: environment, tasks: [started.taskArn] }),
    );

    expect(tasks[0]?.lastStatus).not.toBe('STOPPED');
    expect(await endOf(ecs, started)).toMatchObject({ exitCode: 0 });
    expect(await endOf(ecs, { ...started, container: 'agent' })).toMatchObject({
      exitCode: undefined,
    });
  });

  it('is what npm run task starts, shows and ends with', async () => {
    const { code, output } = await task('prod', 'api', 'migrate', '--up');

    expect(output).toMatch(/^started arn:aws:ecs:us-east-1:123456789012:task\/prod\//m);
    expect(output).toMatch(
      /^what it says: aws logs tail \S+ --log-stream-names \S+\/api\/\S+ --follow$/m,
    );
    expect(output).toMatch(/^ended with 0/m);
    expect(code).toBe(0);
  });

  it.each([
    [['prod', 'api'], 2, 'npm run task -- <environment>'],
    [['prod', 'apo', 'x'], 1, "the cluster 'prod' has no service 'prod-apo'"],
  ])('fails when npm run task is given %j', async (words, expected, said) => {
    const { code, output } = await task(...words);

    expect([code, output]).toEqual([expected, expect.stringContaining(said)]);
  });

  it('fails when there is no such service', async () => {
    await expect(startOneOff(ecs, { environment, service: 'apo', command: ['x'] })).rejects.toThrow(
      "the cluster 'prod' has no service 'prod-apo'",
    );
  });

  it('fails beside what never runs twice', async () => {
    await expect(
      startOneOff(ecs, { environment, service: 'writer', command: ['x'] }),
    ).rejects.toThrow(/'writer' never has one task more than it should/);
  });
});

async function serviceNow() {
  const asked = new DescribeServicesCommand({ cluster: environment, services: ['prod-api'] });
  return (await ecs.send(asked)).services![0]!;
}

async function taskNow(taskArn: string) {
  const asked = new DescribeTasksCommand({ cluster: environment, tasks: [taskArn] });
  return (await ecs.send(asked)).tasks![0]!;
}
