import type { CommandResult } from '../command';
import { tail } from '../command';

/** The stack that holds the image, and the stack that runs it. */
export const registryStack = 'ecs-sandbox-registry';
export const serviceStack = 'ecs-sandbox';

/** Everything outside that a trial touches: the tools, the account, the terminal. */
export interface World {
  /** Prints one line, or several. */
  readonly say: (text: string) => void;

  /** Sentences about tools that are missing. */
  readonly missingTools: () => Promise<readonly string[]>;

  /** Account and region behind the credentials; undefined, with a reason, where there is none to be used. */
  readonly identity: () => Promise<Identity | Refusal>;

  /** Synthesizes every stack. */
  readonly synthesize: () => Promise<CommandResult>;

  /** The monthly cost of what was synthesized, in words. */
  readonly cost: () => string;

  readonly deploy: (stack: string) => Promise<CommandResult>;
  readonly destroy: (stack: string) => Promise<CommandResult>;

  /** Builds the image for the processor of the task and pushes it, where the registry lacks it. */
  readonly pushImage: () => Promise<CommandResult>;

  /** URL of the deployed service. */
  readonly url: () => Promise<string>;

  /** Takes away what would keep the roles from being deleted, where it is in no state. */
  readonly freeRoles: () => Promise<void>;

  /** Removes what Terraform never deletes: the revisions of the task definition. */
  readonly removeRevisions: () => Promise<number>;

  /** Removes cluster, roles and log groups that are in no state. */
  readonly removeStrays: () => Promise<number>;

  /** What the account still holds of the trial. */
  readonly leftovers: () => Promise<readonly string[]>;

  /** Whether Ctrl-C was pressed. */
  readonly interrupted: () => boolean;
}

/** Who deploys. */
export interface Identity {
  readonly accountId: string;
  readonly region: string;
}

/** Why nobody can. */
export interface Refusal {
  readonly problem: string;
}

/** Makes everything, in the order in which it needs each other. Answers with the exit code. */
export async function bringUp(world: World): Promise<number> {
  const { say } = world;
  if (!(await ready(world))) return 1;
  say(`\nWhat it costs as long as it is there:\n${world.cost()}\n`);
  const done =
    (await step(world, `1/3  make the image registry (${registryStack})`, () =>
      world.deploy(registryStack),
    )) &&
    (await step(world, '2/3  build the image for ARM and push it', world.pushImage)) &&
    (await step(world, `3/3  start the service (${serviceStack}), which takes minutes`, () =>
      world.deploy(serviceStack),
    ));
  if (!done)
    return ended(
      world,
      '`npm run sandbox:up` goes on from here, `npm run sandbox:down` takes everything down',
    );
  say(`\n${await world.url()}\n`);
  say('One answer in ten is a 500 by nature of the app. `npm run sandbox:down` ends the cost.');
  return 0;
}

/** Destroys everything, in reverse, and asks the account what is left. Answers with the exit code. */
export async function takeDown(world: World): Promise<number> {
  const { say } = world;
  if (!(await ready(world))) return 1;
  const done =
    (await step(world, `1/3  stop the service (${serviceStack}), which takes minutes`, async () => {
      await world.freeRoles();
      return world.destroy(serviceStack);
    })) &&
    (await step(world, `2/3  delete the images and their registry (${registryStack})`, () =>
      world.destroy(registryStack),
    ));
  if (!done) return ended(world, '`npm run sandbox:down` tries again');
  say('3/3  delete the revisions of the task definition');
  say(`     ${await world.removeRevisions()} deleted`);
  const strays = await world.removeStrays();
  if (strays > 0)
    say(`     and ${strays} of cluster, roles and log groups that Terraform did not know`);
  const left = await world.leftovers();
  if (left.length > 0) {
    say(`still there: ${left.join(', ')}. Run it again; what stays, delete in the AWS console.`);
    return 1;
  }
  say(
    '\nNothing is left that costs: no repository, network, cluster, role, log group or revision.',
  );
  return 0;
}

async function ready(world: World): Promise<boolean> {
  const missing = await world.missingTools();
  for (const sentence of missing) world.say(sentence);
  if (missing.length > 0) return false;
  const identity = await world.identity();
  if ('problem' in identity) {
    world.say(identity.problem);
    return false;
  }
  world.say(`account ${identity.accountId}, region ${identity.region}`);
  const { code, output } = await world.synthesize();
  if (code !== 0) world.say(tail(output, 40));
  return code === 0;
}

/** One step; after a failure, or Ctrl-C, none is begun. */
async function step(
  world: World,
  what: string,
  act: () => Promise<CommandResult>,
): Promise<boolean> {
  if (world.interrupted()) return false;
  world.say(what);
  const { code, output } = await act();
  if (code === 0) return !world.interrupted();
  if (!world.interrupted()) world.say(tail(output, 40).replaceAll(/^/gm, '     | '));
  return false;
}

function ended(world: World, again: string): number {
  world.say(
    `${world.interrupted() ? 'stopped' : 'failed'}. What was made is still there and costs; ${again}.`,
  );
  return world.interrupted() ? 130 : 1;
}
