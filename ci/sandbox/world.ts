import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudName } from '../../constructs/core/naming';
import { system } from '../../services/system';
import { sandbox } from '../../stacks/config';
import { type CommandOptions, type CommandResult, run } from '../command';
import { outputFolder, synthesize } from '../synth/summary';
import { missing } from '../tools';
import { setAmong } from '../variables';
import { type Bill, monthlyCost, printCost } from './cost';
import { logIn, type RegistryLogin } from './identity';
import { pushSandboxImage } from './image';
import { freeRoles, removeRevisions, removeStrays, sandboxLeftovers } from './leftovers';
import { progressTo } from './progress';
import { registryStack, serviceStack, type World } from './story';

/** What every step needs, from this machine and the account behind its credentials. */
export function worldOfThisMachine(program: string): World {
  const interrupted = listenForInterrupt(program);
  let login: RegistryLogin | undefined;
  const loggedIn = (): RegistryLogin => {
    if (!login) throw new RangeError('the account is not known yet');
    return login;
  };
  // cdktf's own variable for another folder
  const output = setAmong(process.env).CDKTF_OUTDIR ?? outputFolder;
  const onOutput = progressTo((line) => {
    say(`     ${line}`);
  });
  return {
    say,
    missingTools: async () =>
      (await missing(['docker', 'terraform'])).map(
        ({ name }) => `missing: ${name}; install it and run again`,
      ),
    identity: async () => {
      const found = await logIn(process.env);
      if ('problem' in found) return found;
      login = found;
      // every synthesis from here on is for this account, and no other can be deployed to
      process.env.SLIPWAY_AWS_ACCOUNT_ID = found.accountId;
      return found;
    },
    synthesize: () => synthesize(output),
    cost: () => printCost(monthlyCost(synthesizedTrial(output))),
    ...terraformIn(output, onOutput),
    pushImage: () => pushSandboxImage(system.workloads.uptime.image, loggedIn(), onOutput),
    freeRoles: () => freeRoles(loggedIn().region),
    removeRevisions: () =>
      removeRevisions(loggedIn().region, cloudName(sandbox.environment, 'uptime')),
    removeStrays: () => removeStrays(loggedIn().region),
    leftovers: () => sandboxLeftovers(loggedIn().region),
    interrupted,
  };
}

function say(text: string): void {
  console.log(text);
}

/** What Terraform does in the folders of the synthesized stacks. */
function terraformIn(
  output: string,
  onOutput: (piece: string) => void,
): Pick<World, 'deploy' | 'destroy' | 'url'> {
  const cwdOf = (stack: string): string => join(output, 'stacks', stack);
  return {
    deploy: (stack) => change('apply', { cwd: cwdOf(stack), onOutput }),
    destroy: (stack) => change('destroy', { cwd: cwdOf(stack), onOutput }),
    url: async () => {
      const cwd = cwdOf(serviceStack);
      return (await run('terraform', ['output', '-raw', 'url'], { cwd })).output.trim();
    },
  };
}

/**
 * Makes or destroys a stack with Terraform itself: cdktf would end at Ctrl-C without waiting for it. A destroy goes by
 * what the state says: a refresh would look for the image of today's sources, and fail where another one is deployed.
 */
async function change(what: 'apply' | 'destroy', options: CommandOptions): Promise<CommandResult> {
  const begun = await run('terraform', ['init', '-upgrade', '-input=false', '-no-color'], options);
  if (begun.code !== 0) return begun;
  const how = ['-auto-approve', '-input=false', '-no-color'];
  const refresh = what === 'destroy' ? ['-refresh=false'] : [];
  return run('terraform', [what, ...how, ...refresh], options);
}

/** The stacks of the trial as they were synthesized into a folder. */
export function synthesizedTrial(folder: string): Bill[] {
  return [registryStack, serviceStack].map(
    (stack) =>
      JSON.parse(readFileSync(join(folder, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as Bill,
  );
}

/** Ctrl-C reaches Terraform too, which must write its state down: this process waits for it. */
function listenForInterrupt(program: string): () => boolean {
  let interrupted = false;
  process.on('SIGINT', () => {
    if (!interrupted) {
      console.log(
        `\n${program} stops when Terraform has ended the step that it is in; wait for it`,
      );
    }
    interrupted = true;
  });
  return () => interrupted;
}
