import { setTimeout as wait } from 'node:timers/promises';
import { settingsFrom } from '../../../stacks/settings';
import { tail } from '../../command';
import type { Finished, Running } from '../../terraform/programs';
import { prepareByHand } from '../account';
import { type Report, StepFailed } from '../report';
import type { Session } from '../session';
import { settings } from '../settings';
import type { Fault } from './fault';
import {
  interruptedApply,
  interruptedCdktf,
  interruptedTwice,
  killed,
  terminated,
} from './interruption';
import { Interceptor } from './interceptor';
import { Lab } from './lab';
import {
  brokenDestroy,
  forbidden,
  longOutage,
  lostAnswer,
  shortOutage,
  someErrors,
  throttledDestroy,
} from './network';

/** Each begins where the one before it has ended: with nothing, or with the whole stack. */
const faults: readonly Fault[] = [
  shortOutage,
  interruptedTwice,
  lostAnswer,
  terminated,
  interruptedApply,
  brokenDestroy,
  interruptedCdktf,
  throttledDestroy,
  forbidden,
  someErrors,
  killed,
  longOutage,
];

/** Deploys while the network, the API or the user gets in the way, and goes on as the documentation says. */
export async function faultStory(report: Report, session: Session): Promise<void> {
  const { account, cdktf, context } = session;
  await prepareByHand(account);
  succeeded('cdktf synth', await cdktf.synth());
  report.step(session.pickProvider());
  report.step('cdktf deploy aws-state');
  const bucket = await beginBucket(cdktf.beginDeploy('aws-state'));

  const interceptor = new Interceptor(context.variables.AWS_ENDPOINT_URL ?? '');
  const endpoint = await interceptor.appear();
  const { stateBucket } = settingsFrom(settings);
  const lab = new Lab({ context, account, interceptor, endpoint, bucket: stateBucket });
  try {
    for (const fault of faults) await judge(report, lab, fault);
  } finally {
    interceptor.vanish();
  }

  succeeded('cdktf deploy aws-state', await bucket.finished);
  succeeded('cdktf destroy', await cdktf.destroy('aws-foundation'));
  succeeded('cdktf destroy aws-state', await cdktf.destroy('aws-state'));
}

/** One line for each fault: what happened, what holds all the same, and how long it took. */
async function judge(report: Report, lab: Lab, { name, promise, run }: Fault): Promise<void> {
  const started = Date.now();
  const problems = await run(lab);
  const seconds = Math.round((Date.now() - started) / 1000);
  const what = `${name}: ${promise} (${seconds} s)`;
  report.add(problems.length === 0 ? { what } : { what, problem: problems.join('; ') });
}

/** Waits until the bucket can be used. Its last part takes a minute, during which the faults can begin. */
async function beginBucket(deployment: Running): Promise<Running> {
  const ready = /StateBucket_Encryption_\w+: Creation complete/;
  while (!ready.test(deployment.output())) {
    if (deployment.over()) {
      succeeded('cdktf deploy aws-state', await deployment.finished);
      break;
    }
    await wait(100);
  }
  return deployment;
}

/** A step without which the rest makes no sense. */
function succeeded(what: string, { code, output }: Finished): void {
  if (code === 0) return;
  throw new StepFailed(`${what} failed with exit code ${code}`, tail(output, 60).split('\n'));
}
