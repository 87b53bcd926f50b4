import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudName } from '../../constructs/core/naming';
import { system } from '../../services/system';
import { sandbox } from '../../stacks/config';
import { type CommandResult, run } from '../command';
import { outputFolder, synthesize } from '../synth/summary';
import { missing } from '../tools';
import { type Bill, monthlyCost, printCost } from './cost';
import { logIn, type RegistryLogin } from './identity';
import { pushSandboxImage } from './image';
import { removeRevisions, sandboxLeftovers } from './leftovers';
import { registryStack, serviceStack, type World } from './story';

/** What every step needs, from this machine and the account behind its credentials. */
export function worldOfThisMachine(program: string): World {
  const interrupted = listenForInterrupt(program);
  let login: RegistryLogin | undefined;
  const loggedIn = (): RegistryLogin => {
    if (!login) throw new RangeError('the account is not known yet');
    return login;
  };
  const cdktf = (command: string, stack: string): Promise<CommandResult> =>
    run(join('node_modules', '.bin', 'cdktf'), [command, stack, '--auto-approve']);
  return {
    say: (text) => {
      console.log(text);
    },
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
    synthesize,
    cost: () => printCost(monthlyCost(synthesizedTrial(outputFolder))),
    deploy: (stack) => cdktf('deploy', stack),
    destroy,
    pushImage: () => pushSandboxImage(system.workloads.uptime.image, loggedIn()),
    url: async () => {
      const cwd = join(outputFolder, 'stacks', serviceStack);
      return (await run('terraform', ['output', '-raw', 'url'], { cwd })).output.trim();
    },
    removeRevisions: () =>
      removeRevisions(loggedIn().region, cloudName(sandbox.environment, 'uptime')),
    leftovers: () => sandboxLeftovers(loggedIn().region),
    interrupted,
  };
}

/**
 * Destroys a stack by what its state says. A refresh would look for the image of today's sources, and fail where another
 * one is deployed.
 */
async function destroy(stack: string): Promise<CommandResult> {
  const cwd = join(outputFolder, 'stacks', stack);
  const begun = await run('terraform', ['init', '-input=false', '-no-color'], { cwd });
  if (begun.code !== 0) return begun;
  const how = ['-auto-approve', '-refresh=false', '-input=false', '-no-color'];
  return run('terraform', ['destroy', ...how], { cwd });
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
