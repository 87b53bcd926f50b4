import type { Revision } from './last-good';
import type { ImageDigest } from './reference';

/** Exit codes of a deployment, beside 0. */
export const exitCodes = {
  /** Nothing was changed, or a change stopped in the middle; the next run goes on. */
  failed: 1,
  /** The new revision failed its smoke, and the last good one is back and passes it. */
  wentBack: 3,
  /** The new revision failed its smoke, and the last good one is not back: somebody must look. */
  lost: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** What a plan says. */
export interface Plan {
  readonly changes: boolean;
  /** What it changes, in words. */
  readonly summary: string;
  /** Hash of the stack and of its images. */
  readonly fingerprint: string;
  readonly images: readonly ImageDigest[];
}

/** Everything outside that a deployment touches. */
export interface World {
  readonly stack: string;
  readonly say: (text: string) => void;

  /** Plans the stack as it was synthesized, or as another revision was. */
  readonly plan: (revision?: Revision) => Promise<Plan>;

  /** Sentences about images that nobody trusted has signed. */
  readonly refused: (images: readonly ImageDigest[]) => Promise<readonly string[]>;

  /** Applies the plan that was made last. */
  readonly apply: () => Promise<void>;

  /** Asks what runs; answers whether it does what was agreed. */
  readonly smoke: () => Promise<boolean>;

  /** Which write of the state is the last one. */
  readonly serial: () => Promise<string>;

  readonly lastGood: () => Promise<Revision | undefined>;
  readonly remember: (plan: Plan) => Promise<void>;

  /** Whether Ctrl-C was pressed. */
  readonly interrupted: () => boolean;
}

/** Verifies, applies and asks; goes back where the answer is wrong. Answers with the exit code. */
export async function deployStack(world: World): Promise<number> {
  try {
    return await deployed(world);
  } catch (error) {
    // Terraform fails where it is interrupted; what it says of the state and its lock must be heard
    if (!world.interrupted()) throw error;
    world.say(error instanceof Error ? error.message : String(error));
    return interrupted(world);
  }
}

async function deployed(world: World): Promise<number> {
  const { say, stack } = world;
  const good = await world.lastGood();
  const plan = await world.plan();
  if (!plan.changes && good?.fingerprint === plan.fingerprint) {
    say(`nothing to deploy: ${stack} is what was found good before, commit ${good.commit}`);
    return 0;
  }
  if (plan.changes) {
    const refused = await world.refused(plan.images);
    if (refused.length > 0) {
      say([...refused, `${stack} was not changed`].join('\n'));
      return exitCodes.failed;
    }
    say(`${stack}: ${plan.summary}`);
    await world.apply();
  } else {
    say(`nothing to apply, but ${stack} as it is was never found good: it is asked now`);
  }
  // what was applied is what the next run asks first
  if (world.interrupted()) return interrupted(world);
  const serial = await world.serial();
  if (await world.smoke()) {
    await world.remember(plan);
    say(`deployed ${stack}; it is the revision to go back to from now on`);
    return 0;
  }
  if (world.interrupted()) return interrupted(world);
  return goBack(world, { serial, plan, good });
}

async function goBack(
  world: World,
  { serial, plan, good }: { serial: string; plan: Plan; good: Revision | undefined },
): Promise<number> {
  const { say, stack } = world;
  const failed = `the smoke of the new revision of ${stack} failed`;
  if (good === undefined || good.fingerprint === plan.fingerprint) {
    const why = good ? 'the last good one is the same' : 'none was ever found good';
    say(`${failed}, and there is no revision to go back to: ${why}; what was applied stays`);
    return exitCodes.lost;
  }
  if ((await world.serial()) !== serial) {
    say(`${failed}, but somebody else has changed ${stack} since; nothing is taken back`);
    return exitCodes.lost;
  }
  say(`${failed}; going back to commit ${good.commit}`);
  const problem = await problemOfReturn(world, good);
  if (problem === undefined) {
    say(`${failed}; the last good revision, commit ${good.commit}, is back and passes it`);
    return exitCodes.wentBack;
  }
  say(`${failed}, and the last good revision, commit ${good.commit}, is not back: ${problem}`);
  return world.interrupted() ? interrupted(world) : exitCodes.lost;
}

/** Why the last good revision is not back; undefined where it is. */
async function problemOfReturn(world: World, good: Revision): Promise<string | undefined> {
  try {
    const back = await world.plan(good);
    const refused = await world.refused(back.images);
    if (refused.length > 0) return refused.join('; ');
    if (back.changes) await world.apply();
    return (await world.smoke()) ? undefined : 'its smoke fails too';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function interrupted({ say, stack }: World): number {
  say(`stopped; what was applied stays, and the next 'npm run stack:deploy -- ${stack}' goes on`);
  return exitCodes.interrupted;
}
