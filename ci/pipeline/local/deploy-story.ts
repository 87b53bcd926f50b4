import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { setTimeout as wait } from 'node:timers/promises';
import { project } from '../../../stacks/config';
import { settingsFrom } from '../../../stacks/settings';
import { run, tail } from '../../command';
import { prepareByHand } from '../../emulated/account';
import { expectEqual, expectThat, type Finding, type Report } from '../../emulated/report';
import { must } from '../../emulated/session';
import { settings } from '../../emulated/settings';
import { keysIn } from '../../emulated/state';
import type { Call } from '../../emulated/faults/call';
import type { Verdict } from '../../emulated/faults/interceptor';
import { freePort } from '../../local/ports';
import type { Running } from '../../terraform/programs';
import { brokenImage } from './broken-image';
import { Containers, deployedServices, digestIn, nameOfRun } from './containers';
import { Entrance } from './entrance';
import { expired } from './expired';
import { images } from './images-story';
import { ended, type Pipeline } from './pipeline';

const stack = 'ecs-prod';
const { stateBucket } = settingsFrom(settings);

/** Deploys, asks, deploys what does not work, and goes back, with what can go wrong in between. */
export async function deployStory(report: Report, pipeline: Pipeline): Promise<void> {
  const { account } = pipeline.session;
  const containers = new Containers(nameOfRun(), pipeline.process.host, account, await freePort());
  const entrance = new Entrance(containers.port, settings.SLIPWAY_DOMAIN, () =>
    containers.follow(),
  );
  try {
    for (const name of await containers.begin()) {
      report.step(`removed what a killed run left: the network ${name} and its containers`);
    }
    await story(report, new Deployments(pipeline, await entrance.appear()));
  } finally {
    containers.stop();
    await entrance.close();
    await containers.end();
  }
}

/** `stack:deploy` with what every run of it is told here. */
class Deployments {
  constructor(
    public readonly pipeline: Pipeline,
    private readonly url: string,
  ) {}

  public begin(name = stack): Running {
    const { keys, process: registry } = this.pipeline;
    const told = ['--skip-synth', '--key', keys.ownPublic, '--registry', registry.host];
    return this.pipeline.begin('stack:deploy', [name, ...told, '--url', this.url]);
  }

  public run(name?: string) {
    return this.begin(name).finished;
  }

  /** The digest that each service's task definition names. */
  public async digests(): Promise<Record<string, string>> {
    const services = await deployedServices(this.pipeline.session.account);
    return Object.fromEntries(services.map((service) => [service.name, digestIn(service)]));
  }

  public async locked(): Promise<boolean> {
    return (await keysIn(this.pipeline.session.account.s3, stateBucket)).includes(
      `${stack}.tfstate.tflock`,
    );
  }
}

async function story(report: Report, deployments: Deployments): Promise<void> {
  const { pipeline } = deployments;
  await prepareByHand(pipeline.session.account);
  // the stack that makes it takes a minute for its last part
  await pipeline.session.account.s3.send(new CreateBucketCommand({ Bucket: stateBucket }));
  await pipeline.synthesize(report, '1');
  await must(report, 'npm run stack:deploy -- aws-foundation', deployments.run('aws-foundation'));
  for (const { reference } of images) await pipeline.mirror(reference);
  report.add(
    ended('stack:plan tells a change by its exit code', await planned(pipeline), {
      code: 2,
      says: /^ecs-prod: \d+ to create$/m,
    }),
  );

  report.step(`npm run stack:deploy -- ${stack}, and a second one beside it`);
  report.add(...(await twoAtOnce(deployments)));
  const first = await deployments.digests();
  report.add(...(await runsWhatIsNamed(first, pipeline)));
  report.step('deploy, plan and look for drift once more');
  report.add(...(await nothingToDeploy(deployments)));
  report.step('let the credentials expire');
  report.add(...(await withoutCredentials(deployments)));

  report.step('deploy a revision whose image is not signed, then one that does not work');
  report.add(...(await wayBack(report, deployments, first)));
  report.step('kill a deployment that holds the lock');
  report.add(...(await killed(report, deployments)));
}

function planned(pipeline: Pipeline) {
  return pipeline.run('stack:plan', [stack, '--skip-synth']);
}

/** The first waits a minute for its balancer: long enough for a second one to come. */
async function twoAtOnce(deployments: Deployments): Promise<Finding[]> {
  const first = deployments.begin();
  while (!first.over() && !first.output().includes(': Creating...')) {
    await wait(100);
  }
  const second = await deployments.run();
  const result = await first.finished;
  return [
    ended('the second says who holds the lock, and how it is released', second, {
      code: 1,
      says: /the state of ecs-prod is locked by \S+@\S+ since .*; .*force-unlock [0-9a-f-]{36}\n$/,
    }),
    ended('the first deploys, asks what runs, and keeps it as good', result, {
      code: 0,
      says: /^\d+ passed, 0 failed, \d+ skipped$[^]*^deployed ecs-prod; it is the revision to go back to/m,
    }),
  ];
}

/** The containers behind the entrance are those that were deployed, and none by a tag. */
async function runsWhatIsNamed(
  digests: Readonly<Record<string, string>>,
  { process: registry }: Pipeline,
): Promise<Finding[]> {
  const names = Object.keys(digests);
  const format = '{{.Config.Image}}';
  const shown = await Promise.all(
    names.map((name) => run('docker', ['inspect', '--format', format, `${nameOfRun()}-${name}`])),
  );
  const running = shown.map(({ output }) => output.trim());
  const repository = (name: string) => `${registry.host}/${project}/${name}`;
  return [
    expectEqual(
      'what answers are containers of the digests that the task definitions name',
      running,
      names.map((name) => `${repository(name)}@${digests[name]}`),
    ),
  ];
}

async function nothingToDeploy(deployments: Deployments): Promise<Finding[]> {
  const { pipeline } = deployments;
  const asked: string[] = [];
  pipeline.interceptor.answered = ({ operation }) => asked.push(operation);
  const again = await deployments.run();
  const plan = await planned(pipeline);
  const drift = await pipeline.run('drift', [stack, '--skip-synth']);
  pipeline.interceptor.answered = () => undefined;
  // the lock of a plan comes and goes
  const changing = asked.filter(
    (operation) => !/^(Describe|Get|List|Head|GET |HEAD )|\.tflock$/.test(operation),
  );
  return [
    ended('a second run deploys nothing', again, {
      code: 0,
      says: /^nothing to deploy: ecs-prod/m,
    }),
    ended('its plan is empty', plan, { code: 0, says: /^ecs-prod: no change$/m }),
    ended('nothing has drifted', drift, { code: 0, says: /^ecs-prod: no drift$/m }),
    expectThat('they ask the API', asked.length > 50, `only ${asked.length} calls`),
    expectEqual('and change nothing there', changing, []),
  ];
}

async function withoutCredentials(deployments: Deployments): Promise<Finding[]> {
  const { interceptor } = deployments.pipeline;
  interceptor.judge = ({ protocol }) => expired(protocol);
  const refused = await deployments.run();
  interceptor.judge = () => 'answer';
  return [
    ended('expired credentials are named', refused, {
      code: 1,
      says: /the AWS credentials have expired.*; log in again and run it once more\n$/,
    }),
    ended('the next run goes on', await deployments.run(), {
      code: 0,
      says: /^nothing to deploy/m,
    }),
  ];
}

async function wayBack(
  report: Report,
  deployments: Deployments,
  first: Readonly<Record<string, string>>,
): Promise<Finding[]> {
  const { pipeline } = deployments;
  await pipeline.synthesize(report, '2');
  const { reference, sign } = await brokenImage(pipeline);
  const broken = await pipeline.mirror(reference);
  const unsigned = await deployments.run();
  await sign();
  const failed = await deployments.run();
  const after = await deployments.digests();
  await pipeline.synthesize(report, '1');
  return [
    ended('an image that nobody signed is not deployed', unsigned, {
      code: 1,
      says: /goapp@sha256:\w+ is not signed: .*\necs-prod was not changed\n$/,
    }),
    ended('a failing smoke ends with exit code 3, and says both', failed, {
      code: 3,
      says: /[1-9]\d* failed[^]*, 0 failed[^]*the smoke of the new revision of ecs-prod failed; the last good revision, commit \w+, is back and passes it\n$/,
    }),
    expectThat('the revision was another one', broken !== first.goapp, 'it has the same digest'),
    expectThat(
      'it had been deployed',
      failed.output.includes('to replace') || failed.output.includes('to update'),
      tail(failed.output, 40),
    ),
    expectEqual('the task definitions name the old digests again', after, first),
    ended('the next run of the good revision has nothing to do', await deployments.run(), {
      code: 0,
      says: /^nothing to deploy/m,
    }),
  ];
}

/** A pipeline that is gone leaves the lock; the sentence of the next one says how it is released. */
async function killed(report: Report, deployments: Deployments): Promise<Finding[]> {
  const { pipeline } = deployments;
  await pipeline.synthesize(report, '3');
  const { reference, sign } = await brokenImage(pipeline, '3');
  await pipeline.mirror(reference);
  await sign();
  const { interceptor } = pipeline;
  const apply = { reached: false };
  const holding = async ({ operation }: Call): Promise<Verdict> => {
    if (operation === 'RegisterTaskDefinition') {
      apply.reached = true;
      await wait(60_000, undefined, { ref: false });
    }
    return 'answer';
  };
  interceptor.judge = holding;
  const deployment = deployments.begin();
  while (!apply.reached && !deployment.over()) await wait(50);
  if (deployment.process.pid !== undefined) process.kill(-deployment.process.pid, 'SIGKILL');
  await deployment.finished;
  interceptor.judge = () => 'answer';
  await pipeline.synthesize(report, '1');
  const refused = await deployments.run();
  const [, folder = '', id = ''] =
    /terraform (-chdir=\S+) force-unlock (\S+)/.exec(refused.output) ?? [];
  // nobody is there to say yes
  const freed = await pipeline.terraform([folder, 'force-unlock', '-force', id]);
  return [
    ended('the next run says who held it, and how it is released', refused, {
      code: 1,
      says: /is locked by .*force-unlock/,
    }),
    expectEqual('that command releases it', [freed.code, await deployments.locked()], [0, false]),
    ended('and the good revision is deployed, or still is', await deployments.run(), {
      code: 0,
      says: /^(nothing to deploy|deployed ecs-prod)/m,
    }),
  ];
}
