import { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setAmong } from '../variables';
import { absentAmong, imageLookups, imageOf, withoutLookups } from './absent-images';
import { driftOf } from './drift';
import {
  countsInWords,
  markdownOf,
  markdownOfFailure,
  type PlanDocument,
  type PlanSummary,
  summaryOf,
} from './plan-summary';
import { Refusal, runProgram, say } from './refusal';
import {
  folderOfOutput,
  layBeside,
  outputOf,
  readDeployable,
  readDocument,
  type Stack,
  type StateBucket,
} from './stack';
import { StateListing } from './state-listing';
import { Terraform } from './terraform';
import { undisturbed } from './undisturbed';

/** Seconds that a look for drift waits for a deployment to end. */
const defaultWait = '900';

/** What is planned, and how. */
interface Wanted {
  readonly stack: string;
  readonly refreshOnly: boolean;
  readonly skipSynth: boolean;
  /** How long a look for drift waits for a deployment. */
  readonly waitSeconds: number;
}

/** What came of a plan. */
interface Planned {
  readonly summary: PlanSummary;
  readonly changes: boolean;
  /** Images that the registry does not have. */
  readonly absent: readonly string[];
}

// npm run stack:plan and npm run drift: see docs/release.md. They lock nothing and change nothing
runProgram('ci/pipeline/plan.ts', async ({ words: [stack = ''], flags, values }) => {
  const refreshOnly = flags['refresh-only'] === true;
  const waitSeconds = secondsOf(values.wait ?? defaultWait);
  const skipSynth = flags['skip-synth'] === true;
  const path = join(folderOfOutput(), 'plans', refreshOnly ? `${stack}.drift` : stack);
  try {
    const planned = await planOf({ stack, refreshOnly, skipSynth, waitSeconds });
    const { summary, absent, changes } = planned;
    writePage(path, markdownOf(summary, absent));
    writeFileSync(`${path}.json`, `${JSON.stringify({ ...summary, absent }, undefined, 2)}\n`);
    const unchanged = refreshOnly ? 'no drift' : 'no change';
    say(`${stack}: ${changes ? countsInWords(summary) : unchanged}`);
    for (const { action, address } of summary.changes) say(`  ${action.padEnd(8)}${address}`);
    for (const image of absent) say(`  not in the registry yet: ${image}`);
    say(`written to ${path}.json and ${path}.md`);
    return changes && flags['allow-changes'] !== true ? 2 : 0;
  } catch (error) {
    // what an earlier run has found says nothing about this one
    rmSync(`${path}.json`, { force: true });
    writePage(
      path,
      markdownOfFailure(stack, error instanceof Error ? error.message : String(error)),
    );
    throw error;
  }
});

async function planOf({ stack, refreshOnly, skipSynth, waitSeconds }: Wanted): Promise<Planned> {
  const output = await outputOf(skipSynth);
  const own = join(output, 'stacks', stack);
  const document = JSON.parse(readDeployable(output, stack)) as Stack;
  let terraform = new Terraform(stack, own);
  await terraform.init();
  // an image of a pull request is pushed once it is merged
  const lookups = refreshOnly ? [] : imageLookups(document);
  const absent = absentAmong(await terraform.problemsOf(lookups));
  let file = join(own, refreshOnly ? 'drift.tfplan' : 'change.tfplan');
  if (absent.length > 0) {
    const folder = withPlaceholders(output, own, { stack, absent });
    terraform = new Terraform(stack, folder);
    file = join(folder, 'change.tfplan');
  }
  const look = async () => {
    const differs = await terraform.plan({ file, lock: false, refreshOnly });
    return { differs, shown: (await terraform.show(file)) as PlanDocument };
  };
  const state = document.terraform.backend?.s3;
  const { differs, shown } =
    refreshOnly && state ? await whileQuiet(look, { stack, state, waitSeconds }) : await look();
  const listed = refreshOnly ? driftOf(document, shown.resource_drift) : shown.resource_changes;
  const summary = summaryOf(stack, differs ? listed : []);
  return {
    summary,
    // an output alone is a change, but nobody has drifted
    changes: refreshOnly ? summary.changes.length > 0 : differs,
    absent: absent.map((address) => imageOf(document, address)).sort(),
  };
}

/** A folder for a plan that nobody applies: what a deployment reads stays as it was synthesized. */
function withPlaceholders(
  output: string,
  own: string,
  { stack, absent }: { readonly stack: string; readonly absent: readonly string[] },
): string {
  const folder = join(output, 'plans', stack);
  layBeside(own, folder, withoutLookups(readDocument(output, stack), absent));
  // the providers and the backend are the same
  for (const name of ['.terraform', '.terraform.lock.hcl']) {
    if (existsSync(join(own, name))) symlinkSync(join(own, name), join(folder, name));
  }
  return folder;
}

function writePage(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(`${path}.md`, text);
  // the page of the job, where GitHub runs this
  const { GITHUB_STEP_SUMMARY: page } = setAmong(process.env);
  if (page) appendFileSync(page, text);
}

/** Looks while no deployment runs: what it is just changing has not drifted. */
function whileQuiet<Found>(
  look: () => Promise<Found>,
  how: { readonly stack: string; readonly state: StateBucket; readonly waitSeconds: number },
): Promise<Found> {
  const listing = new StateListing(how.state);
  return undisturbed(look, {
    ...how,
    seen: () => listing.seen(),
    pause: (seconds) => wait(seconds * 1000),
    now: () => performance.now() / 1000,
    say,
  });
}

function secondsOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Refusal(`'--wait' must be a number of seconds, got '${text}'; write for example 900`);
}
