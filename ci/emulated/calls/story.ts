import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../constructs/core/repository-root';
import { registryImages } from '../../images/images';
import type { Finished } from '../../terraform/programs';
import { prepareByHand } from '../account';
import { Cdktf } from '../cdktf';
import { Interceptor } from '../faults/interceptor';
import { pushEmptyImage } from '../image';
import type { Report } from '../report';
import { must, type Session } from '../session';
import { actionOf } from './action';

const stack = 'ecs-prod';

/** Where the calls are kept, for the test that the identities of a pipeline may make them. */
const callFile = 'ci/identity/aws-calls.json';

/** Deploys the stacks and writes down which actions a plan and which a deployment asks for, refresh and destroy included. */
export async function callStory(report: Report, session: Session): Promise<void> {
  await prepare(report, session);
  const { context } = session;
  const interceptor = new Interceptor(context.variables.AWS_ENDPOINT_URL ?? '');
  const variables = { ...context.variables, AWS_ENDPOINT_URL: await interceptor.appear() };
  const cdktf = new Cdktf({ ...context, variables });
  const during = async (what: string, command: () => Promise<Finished>): Promise<string[]> => {
    const heard = new Set<string>();
    interceptor.judge = (call) => {
      heard.add(actionOf(call));
      return 'answer';
    };
    await must(report, what, command());
    return [...heard].sort();
  };
  const plan = (...more: string[]) => cdktf.terraform(stack, 'plan', '-lock=false', ...more);
  try {
    const calls = {
      apply: await during(`cdktf deploy ${stack}`, () => cdktf.deploy(stack)),
      plan: await during(`terraform plan of ${stack}`, () => plan()),
      unrefreshed: await during('the same without a refresh', () => plan('-refresh=false')),
      destroy: await during(`cdktf destroy ${stack}`, () => cdktf.destroy(stack)),
    };
    writeFileSync(join(repositoryRoot(), callFile), `${JSON.stringify(calls, undefined, 2)}\n`);
    const counts = Object.entries(calls).map(([name, all]) => `${all.length} of ${name}`);
    report.add({ what: `${callFile} has the actions: ${counts.join(', ')}` });
  } finally {
    interceptor.vanish();
  }
}

/** Everything that is there before the stack. */
async function prepare(report: Report, { account, cdktf, pickProvider }: Session): Promise<void> {
  await prepareByHand(account);
  await must(report, 'cdktf synth', cdktf.synth());
  report.step(pickProvider());
  await must(report, 'cdktf deploy aws-state', cdktf.deploy('aws-state'));
  await must(report, 'cdktf deploy aws-foundation', cdktf.deploy('aws-foundation'));
  for (const { reference } of registryImages()) {
    const [repository = '', tag = ''] = reference.split(':');
    await pushEmptyImage(account.ecr, repository, tag);
  }
}
