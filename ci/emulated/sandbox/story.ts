import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { tail } from '../../command';
import { registryStack, serviceStack } from '../../sandbox/story';
import type { Finished } from '../../terraform/programs';
import type { Account } from '../account';
import type { Failure } from '../faults/failure';
import { Interceptor } from '../faults/interceptor';
import { type Finding, expectEqual, expectThat, type Report, StepFailed } from '../report';
import type { Session } from '../session';
import { leftInAccount } from './left';
import { Trial } from './trial';

/** A trial of one service from its first command to its last, with what can go wrong in between. */
export async function sandboxStory(report: Report, session: Session): Promise<void> {
  const { account, cdktf, context } = session;
  const endpoint = context.variables.AWS_ENDPOINT_URL ?? '';
  // the provider of this machine is written beside the stacks, which the trial synthesizes again
  const { code, output } = await cdktf.synth();
  if (code !== 0) throw new StepFailed('cdktf synth failed', tail(output, 40).split('\n'));
  report.step(session.pickProvider());

  const interceptor = new Interceptor(endpoint);
  const trial = new Trial(context, await interceptor.appear());
  const left = () => leftInAccount(account, endpoint);
  const atFirst = await left();
  try {
    report.step('what keeps it from beginning');
    report.add(...(await refusals(trial, interceptor)));
    report.add(expectEqual('none of them makes anything', await left(), atFirst));
    report.step('Ctrl-C in the middle of sandbox:up, and sandbox:down');
    report.add(...(await interrupted(trial, interceptor)));
    report.add(expectEqual('nothing is left of it', await left(), atFirst));
    report.step('sandbox:up');
    report.add(...(await upTwice(report, trial, { account, interceptor })));
    report.step('sandbox:down');
    report.add(ended('sandbox:down ends', await trial.run('down'), 'Nothing is left that costs'));
    report.add(expectEqual('the account holds what it held before', await left(), atFirst));
    report.step('sandbox:down again');
    report.add(
      ended('it may be asked twice', await trial.run('down'), 'Nothing is left that costs'),
    );
  } finally {
    interceptor.vanish();
  }
}

/** Both commands without tools, without credentials and with wrong ones. */
async function refusals(trial: Trial, interceptor: Interceptor): Promise<Finding[]> {
  const PATH = trial.withoutTools();
  const noTools = await trial.run('up', { PATH });
  const noKeys = await trial.run('up', {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
  });
  interceptor.judge = ({ operation }) =>
    operation === 'GetAuthorizationToken' ? wrongKeys : 'answer';
  const wrong = [await trial.run('up'), await trial.run('down')];
  interceptor.judge = () => 'answer';
  return [
    refused('a missing tool is named', noTools, /missing: Docker .*; install it/),
    refused('each missing tool is named', noTools, /missing: Terraform .*; install it/),
    refused('without credentials it says what to set', noKeys, /no credentials.*set AWS_PROFILE/),
    ...wrong.map((one) =>
      refused('wrong credentials are named', one, /does not know the credentials/),
    ),
  ];
}

async function interrupted(trial: Trial, interceptor: Interceptor): Promise<Finding[]> {
  const up = trial.begin('up');
  let shown = '';
  interceptor.judge = ({ operation }) => {
    if (operation === 'CreateCluster' && shown === '' && up.process.pid !== undefined) {
      shown = up.output();
      process.kill(-up.process.pid, 'SIGINT');
    }
    return 'answer';
  };
  const { code, output } = await up.finished;
  interceptor.judge = () => 'answer';
  const again = 'takes everything down';
  return [
    expectEqual('sandbox:up ends with exit code 130', code, 130),
    expectThat('it says what to do next', output.includes(again), tail(output, 20)),
    expectThat(
      'progress is shown while it works',
      shown.includes(': Creating...'),
      tail(shown, 20),
    ),
    ended(
      'sandbox:down takes down what was made',
      await trial.run('down'),
      'Nothing is left that costs',
    ),
  ];
}

async function upTwice(
  report: Report,
  trial: Trial,
  { account, interceptor }: { readonly account: Account; readonly interceptor: Interceptor },
): Promise<Finding[]> {
  let pushed = 0;
  interceptor.answered = ({ operation }) => void (pushed += Number(operation === 'PutImage'));
  const first = ended('it ends with the address', await trial.run('up'), 'https://');
  const plans = await Promise.all(
    [registryStack, serviceStack].map((stack) => trial.terraform.plan(stack)),
  );
  report.step('sandbox:up again');
  const second = await trial.run('up');
  return [
    first,
    ...plans.map((plan) => ended('the second plan is empty', plan, 'No changes')),
    ended('a second sandbox:up ends with the address too', second, 'https://'),
    expectEqual('the image was pushed once in both', pushed, 1),
    expectEqual(
      'and changes nothing',
      second.output.match(/Resources: .*destroyed/g),
      Array(2).fill('Resources: 0 added, 0 changed, 0 destroyed'),
    ),
    ...(await onSpot(account)),
  ];
}

/** What is cheap about it, as ECS shows it. */
async function onSpot({ ecs }: Account): Promise<Finding[]> {
  const services = ['sandbox-uptime'];
  const { services: [service] = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'sandbox', services }),
  );
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
  );
  const providers = service?.capacityProviderStrategy?.map(
    ({ capacityProvider }) => capacityProvider,
  );
  return [
    expectEqual('one task runs', service?.runningCount, 1),
    expectEqual('it runs on Spot', providers, ['FARGATE_SPOT']),
    expectEqual('it runs on ARM', taskDefinition?.runtimePlatform?.cpuArchitecture, 'ARM64'),
    expectEqual('Cloud Map knows it', service?.serviceRegistries?.length, 1),
  ];
}

function ended(what: string, { code, output }: Finished, text: string): Finding {
  return expectThat(what, code === 0 && output.includes(text), `${code}\n${tail(output, 40)}`);
}

function refused(what: string, { code, output }: Finished, sentence: RegExp): Finding {
  return expectThat(what, code === 1 && sentence.test(output), `${code}\n${tail(output, 40)}`);
}

/** What AWS says to keys that it does not know. */
const wrongKeys: Failure = {
  status: 400,
  contentType: 'application/x-amz-json-1.1',
  headers: { 'x-amzn-errortype': 'UnrecognizedClientException' },
  body: JSON.stringify({
    __type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  }),
};
