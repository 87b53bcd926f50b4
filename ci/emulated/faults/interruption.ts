import { setTimeout as wait } from 'node:timers/promises';
import { tail } from '../../command';
import type { Finished, Running } from '../../terraform/programs';
import { type Fault, must } from './fault';
import { type Lab, stack, unasked } from './lab';

/** cdktf 0.21 ends at once and takes the terminal of Terraform away, which ends it before the state is written. */
export const interruptedCdktf: Fault = {
  name: 'Ctrl-C during cdktf deploy',
  promise: 'it is a hard end: the lock is named and released, what was made is imported',
  run: async (lab) => {
    const before = await lab.state();
    await interruptCreation(lab, lab.cdktf.beginDeploy(stack), 'slow');
    const locked = await lab.locked();
    const refused = await lab.cdktf.plan(stack);
    const unlocked = await lab.unlock(refused.output);
    const damaged = await lab.damage(before, 2);
    const { output } = await lab.cdktf.deploy(stack);
    return [
      ...must(locked, 'the lock is free: cdktf waits for Terraform by now, say so in deploy.md'),
      ...unlocked,
      ...damaged,
      ...(await lab.adopt(output)),
      ...(await lab.converge()),
    ];
  },
};

/** The way that the documentation gives to whoever may want to stop. */
export const interruptedApply: Fault = {
  name: 'Ctrl-C during terraform apply in the folder of the stack',
  promise: 'it ends in order: nothing made is outside the state, the lock is free',
  run: async (lab) => {
    const before = await lab.state();
    const apply = lab.cdktf.beginTerraform(stack, 'apply', ...unasked);
    const { code, output } = await interruptCreation(lab, apply, 'quick');
    return [
      ...must(code !== 0 && output.includes('Interrupt received'), tail(output, 20)),
      ...(await lab.damage(before, 0)),
      ...must((await lab.state()).ids.length >= 2, 'the state has not the two that were made'),
      ...must(!(await lab.locked()), 'the lock is kept'),
      ...(await lab.converge()),
    ];
  },
};

/** What continuous integration sends when somebody cancels. */
export const terminated: Fault = {
  name: 'SIGTERM during terraform destroy',
  promise: 'it ends in order: the state is whole, the lock is free, the next destroy ends it',
  run: (lab) => endDestroy(lab, ['SIGTERM'], 'free'),
};

/** Twice is as hard as an end by the system. */
export const interruptedTwice: Fault = {
  name: 'Ctrl-C twice during terraform destroy',
  promise: 'the state is whole; the lock is named and released, the next destroy ends it',
  run: (lab) => endDestroy(lab, ['SIGINT', 'SIGINT'], 'kept'),
};

/** What a machine does that has no memory left. */
export const killed: Fault = {
  name: 'SIGKILL during terraform destroy',
  promise: 'the state is whole; the lock is named and released, the next destroy ends it',
  run: (lab) => endDestroy(lab, ['SIGKILL'], 'kept'),
};

/** Ends a destroy half-way, and everything with a second one. */
async function endDestroy(
  lab: Lab,
  signals: readonly NodeJS.Signals[],
  lock: 'free' | 'kept',
): Promise<string[]> {
  const before = await lab.state();
  const destroy = lab.cdktf.beginTerraform(stack, 'destroy', ...unasked);
  await press(destroy, afterDeleting(lab, 2, lock), signals);
  await lab.heal();
  const damaged = await lab.damage(before, 0);
  const there = await lab.repositories();
  const locked = await lab.locked();
  const unlocked = locked ? await lab.unlock((await lab.cdktf.plan(stack)).output) : [];
  const { code, output } = await lab.cdktf.terraform(stack, 'destroy', ...unasked);
  return [
    ...must(locked === (lock === 'kept'), `the lock must be ${lock}`),
    ...damaged,
    ...must(there.length > 0, 'nothing was left to destroy'),
    ...unlocked,
    ...must(code === 0, tail(output, 20)),
    ...must((await lab.repositories()).length === 0, 'repositories are left'),
  ];
}

/**
 * Resolves when some repositories are deleted; the next ones are not. Where the lock must be kept the state cannot be
 * written either: a second Ctrl-C must come before Terraform has ended in order.
 */
function afterDeleting(lab: Lab, count: number, lock: 'free' | 'kept'): Promise<void> {
  let deleted = 0;
  return new Promise((resolve) => {
    lab.interceptor.judge = ({ operation, protocol }) => {
      if (operation === 'DeleteRepository') deleted += 1;
      if (deleted <= count) return 'answer';
      resolve();
      const ofState = protocol === 'restXml' && lock === 'kept';
      return operation === 'DeleteRepository' || ofState ? 'cut' : 'answer';
    };
  });
}

/** Interrupts a program when two repositories are made. */
async function interruptCreation(
  lab: Lab,
  program: Running,
  state: 'quick' | 'slow',
): Promise<Finished> {
  const reached = lab.afterCreating(2, () => undefined);
  if (state === 'slow') holdState(lab, program, reached);
  const finished = await press(program, reached, ['SIGINT']);
  await lab.heal();
  return finished;
}

/**
 * Lets the bucket answer nothing from the interrupt to the end of the program: how long a state takes to be written must
 * not decide what is seen. A program that waits for its state gets it all the same, later.
 */
function holdState(lab: Lab, { finished }: Running, reached: Promise<void>): void {
  const { judge } = lab.interceptor;
  let held: Promise<unknown> | undefined;
  void reached.then(() => {
    held = Promise.race([finished, wait(longestHold, undefined, { ref: false })]);
  });
  lab.interceptor.judge = async (call) => {
    if (call.protocol !== 'restXml' || held === undefined) return judge(call);
    await held;
    return 'cut';
  };
}

const longestHold = 20_000;

/** Presses Ctrl-C, once or more: a terminal sends the signal to everything in front. */
async function press(
  { process: { pid }, finished }: Running,
  reached: Promise<unknown>,
  signals: readonly NodeJS.Signals[],
): Promise<Finished> {
  await Promise.race([reached, finished]);
  for (const [at, signal] of signals.entries()) {
    if (at > 0) await wait(1000);
    try {
      if (pid !== undefined) process.kill(-pid, signal);
    } catch {
      // it ended in the meantime, which its exit code tells
    }
  }
  return finished;
}
