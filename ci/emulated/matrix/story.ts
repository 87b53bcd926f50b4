import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { settingsFrom } from '../../../stacks/settings';
import { tail } from '../../command';
import type { Finished } from '../../terraform/programs';
import { prepareByHand } from '../account';
import { pushEmptyImage } from '../image';
import { rareLeftoverFindings } from '../leftover-kinds';
import { leftoverFindings } from '../leftovers';
import type { Finding, Report } from '../report';
import { must, type Session } from '../session';
import { settings } from '../settings';
import { deployRevisions } from './pipeline';
import { images, stackOf } from './stacks';
import { nameOf, titleOf, type Variant, variants } from './variants';

const foundation = 'aws-foundation';
const { stateBucket } = settingsFrom(settings);

/** Two wait better than one: a deployment spends most of its time with waiting for the API. */
const atOnce = 2;

/** Deploys every variant of an environment, and tells in one line each what came of it. */
export async function matrixStory(report: Report, session: Session): Promise<void> {
  const { account, cdktf, ask } = session;
  await prepareByHand(account);
  // the stack that makes it is no part of a variant
  await account.s3.send(new CreateBucketCommand({ Bucket: stateBucket }));
  await must(report, 'cdktf synth', cdktf.synth('node ci/synth/app.mjs ci/emulated/matrix/app.ts'));
  report.step(session.pickProvider());
  await must(report, `cdktf deploy ${foundation}`, cdktf.deploy(foundation));
  for (const { name, tag = '' } of images) {
    await pushEmptyImage(account.ecr, `slipway/${name}`, tag);
  }

  report.step(`deploy, plan and destroy ${variants.length} variants, ${atOnce} at a time`);
  const waiting = [...variants.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      report.add(await tried(session, ...next));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));

  await must(report, `cdktf destroy ${foundation}`, cdktf.destroy(foundation));
  report.add(...(await leftoverFindings(account, 'variant\\d', [stateBucket])));
  report.add(...(await rareLeftoverFindings(ask)));
}

/** One variant from its first apply to its end, as one finding. */
async function tried(session: Session, place: number, variant: Variant): Promise<Finding> {
  const started = Date.now();
  const title = titleOf(variant);
  try {
    await deployPlanDestroy(session, place, variant);
  } catch (error) {
    session.interrupted.throwIfAborted();
    return { what: title, problem: error instanceof Error ? error.message : String(error) };
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  return { what: `${title}: applied, no drift, destroyed (${seconds} s)` };
}

async function deployPlanDestroy(
  { account, cdktf }: Session,
  place: number,
  { imageManagedBy }: Variant,
): Promise<void> {
  const stack = stackOf(place);
  const deployRevision = () => deployRevisions(account.ecs, nameOf(place));
  const plan = async (what: string, code: number) => {
    expectEnd(await cdktf.plan(stack), `a second plan ${what}`, code);
  };

  expectEnd(await cdktf.deploy(stack), 'the deployment');
  if (imageManagedBy === 'pipeline') {
    await deployRevision();
    await plan('after a deployment of the pipeline', 0);
  } else {
    await plan('of what was just applied', 0);
    // without this the plan above could be one that never looks at revisions
    await deployRevision();
    await plan('that must find the revision of somebody else', 2);
  }
  expectEnd(await cdktf.destroy(stack), 'the destroy');
}

function expectEnd({ code, output }: Finished, what: string, expected = 0): void {
  if (code === expected) return;
  throw new Error(`${what} ended with ${code} and not with ${expected}:\n${tail(output, 60)}`);
}
