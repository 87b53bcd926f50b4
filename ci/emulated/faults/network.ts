import { setTimeout as wait } from 'node:timers/promises';
import { tail } from '../../command';
import { dice } from './dice';
import { type Kind, failureOf } from './failure';
import { type Fault, must } from './fault';
import { type Lab, stack } from './lab';
import { parametersOf } from './remedy';

/** Any word does; another one lets other calls fail. */
const seed = 'slipway';

/** The API is away in the middle of an apply, shorter than the provider goes on trying. */
export const shortOutage: Fault = {
  name: 'the API is away for 5 s during an apply',
  promise: 'the apply succeeds by itself',
  run: async (lab) => {
    const reached = lab.afterCreating(3, () => {
      lab.interceptor.vanish();
    });
    const deployment = lab.cdktf.beginDeploy(stack);
    await reached;
    await wait(5000);
    await lab.heal();
    const { code, output } = await deployment.finished;
    return [...must(code === 0, tail(output, 20)), ...(await lab.planIsEmpty())];
  },
};

/** The destroy of everything while many calls come too early. */
export const throttledDestroy: Fault = {
  name: 'three calls in ten are throttled during a destroy',
  promise: 'the destroy succeeds by itself',
  run: (lab) => destroyWith(lab, 'throttled', 30),
};

/** The destroy of everything while many calls break. */
export const brokenDestroy: Fault = {
  name: 'two calls in ten are a 500 during a destroy',
  promise: 'the destroy succeeds by itself',
  run: (lab) => destroyWith(lab, 'broken', 20),
};

/** Some of what is wanted is not allowed, which no attempt changes. */
export const forbidden: Fault = {
  name: 'the right to make repositories ends after three',
  promise: 'the apply fails, the state has all that was made, the lock is free',
  run: async (lab) => {
    const before = await lab.state();
    let asked = 0;
    lab.interceptor.judge = ({ operation, protocol }) =>
      operation === 'CreateRepository' && ++asked > 3 ? failureOf(protocol, 'forbidden') : 'answer';
    const { code, output } = await lab.cdktf.deploy(stack);
    await lab.heal();
    return [
      ...must(code !== 0 && output.includes('AccessDenied'), tail(output, 20)),
      ...(await lab.damage(before, 0)),
      ...must((await lab.state()).ids.length === 3, 'the state has not the three that were made'),
      ...must(!(await lab.locked()), 'the lock is kept'),
    ];
  },
};

/** What fails now and then, on top of what the fault before has left. */
export const someErrors: Fault = {
  name: 'two calls in ten are a 500 during the apply after it',
  promise: 'the apply succeeds by itself',
  run: async (lab) => {
    const failed = failSome(lab, 'broken', 20);
    const { code, output } = await lab.cdktf.deploy(stack);
    await lab.heal();
    return [
      ...must(code === 0, tail(output, 20)),
      ...must(failed() > 0, 'no call failed'),
      ...(await lab.planIsEmpty()),
    ];
  },
};

/** The API is away until Terraform has given up, with the bucket of the state. */
export const longOutage: Fault = {
  name: 'the API is away until Terraform gives up, and the bucket of the state with it',
  promise: 'errored.tfstate holds what was made; unlocked and pushed, the next apply goes on',
  run: async (lab) => {
    const before = await lab.state();
    void lab.afterCreating(3, () => {
      lab.interceptor.vanish();
    });
    const { code, output } = await lab.cdktf.deploy(stack);
    await lab.heal();
    const refused = await lab.cdktf.terraform(stack, ...parametersOf('push'));
    const unlocked = await lab.unlock(refused.output);
    const pushed = await lab.cdktf.terraform(stack, ...parametersOf('push'));
    return [
      ...must(code !== 0 && lab.erroredState, 'there is no errored.tfstate'),
      ...must(output.includes('terraform state push errored.tfstate'), 'no message names the push'),
      ...unlocked,
      ...must(pushed.code === 0, `the push ended with ${pushed.code}:\n${pushed.output}`),
      ...(await lab.damage(before, 0)),
      ...must((await lab.state()).ids.length === 3, 'the state has not the three that were made'),
      ...(await lab.converge()),
    ];
  },
};

/** A repository is made, and nobody hears of it. */
export const lostAnswer: Fault = {
  name: 'the answer to a creation is lost',
  promise: 'the error names what is there already; imported, the next apply goes on',
  run: async (lab) => {
    const before = await lab.state();
    let lost = false;
    lab.interceptor.judge = ({ operation }) => {
      if (lost || operation !== 'CreateRepository') return 'answer';
      lost = true;
      return 'lose the answer';
    };
    const { code, output } = await lab.cdktf.deploy(stack);
    await lab.heal();
    return [
      ...must(code !== 0, 'the apply succeeded'),
      ...(await lab.damage(before, 1)),
      ...must(!(await lab.locked()), 'the lock is kept'),
      ...(await lab.adopt(output)),
      ...(await lab.converge()),
    ];
  },
};

async function destroyWith(lab: Lab, kind: Kind, percent: number): Promise<string[]> {
  const failed = failSome(lab, kind, percent);
  const { code, output } = await lab.cdktf.destroy(stack);
  await lab.heal();
  return [
    ...must(code === 0, tail(output, 20)),
    ...must(failed() > 0, 'no call failed'),
    ...must((await lab.repositories()).length === 0, 'repositories are left'),
    ...must((await lab.state()).ids.length === 0, 'the state is not empty'),
    ...must(!(await lab.locked()), 'the lock is kept'),
  ];
}

/** Lets a share of all calls fail, whatever they ask for. Answers how many did. */
function failSome(lab: Lab, kind: Kind, percent: number): () => number {
  const fails = dice(seed, percent);
  let failed = 0;
  lab.interceptor.judge = ({ operation, subject, protocol }) => {
    if (!fails(`${operation} ${subject}`)) return 'answer';
    failed += 1;
    return failureOf(protocol, kind);
  };
  return () => failed;
}
