import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { run } from '../command';
import { progressTo } from '../sandbox/progress';
import type { Plan, World } from './deployment';
import { LastGood, type Revision } from './last-good';
import { countsInWords, type PlanDocument, summaryOf } from './plan-summary';
import type { ImageDigest } from './reference';
import { Refusal, say } from './refusal';
import { type Smoke, smokeStack } from './smoke-run';
import { layBeside, readDeployable, type Stack, type StateBucket } from './stack';
import { digestsOf, type Lookup } from './stack-images';
import { Terraform } from './terraform';
import { type Trust, trustFrom } from './trust';
import { refusedImages, Registries } from './verification';

/** What a deployment is told. */
export interface DeployOptions {
  readonly stack: string;
  /** Folder of the synthesized stacks. */
  readonly output: string;
  /** What is asked once it is deployed. */
  readonly smoke: Smoke;
  /** Public key, where no identity is trusted. */
  readonly key?: string;
  /** Registry that is asked instead of the one in the references. */
  readonly registry?: string;
  /** Address that is asked instead of the stack's own. */
  readonly url?: string;
}

/** A folder with a stack in it, and its plan. */
interface Prepared {
  readonly document: string;
  readonly terraform: Terraform;
  readonly planFile: string;
}

/** What a deployment needs, from this machine and the account behind its credentials. */
export function worldOf(options: DeployOptions): World {
  const { stack, output } = options;
  const own = join(output, 'stacks', stack);
  const lastGood = new LastGood(stateOf(output, stack));
  const registries = new Registries(options.registry);
  const interrupted = listenForInterrupt();
  let prepared: Prepared | undefined;
  let trust: Trust | undefined;
  const current = () => {
    if (!prepared) throw new Refusal('nothing is planned yet');
    return prepared;
  };
  return {
    stack,
    say,
    interrupted,
    plan: async (revision) => {
      const folder = revision ? restored(output, own, revision) : own;
      prepared = await begun(stack, folder, revision?.document ?? readDeployable(output, stack));
      return planned(stack, prepared);
    },
    refused: (images) => {
      if (images.length === 0) return Promise.resolve([]);
      trust ??= trustFrom(options.key, process.env);
      return refusedImages(images, registries, trust);
    },
    apply: async () => {
      const { terraform, planFile } = current();
      await terraform.apply(planFile);
      await terraform.settle();
    },
    serial: () => current().terraform.serial(),
    smoke: () => works(current(), options, interrupted),
    lastGood: () => lastGood.read(),
    remember: async (plan) => lastGood.write(await revisionOf(stack, current().document, plan)),
  };
}

/** Asks the stack's own address, or the one that was given; a stack without one has nobody to ask. */
async function works(
  { terraform }: Prepared,
  { url, smoke }: DeployOptions,
  stopped: () => boolean,
): Promise<boolean> {
  const own = await terraform.output('url');
  return own === undefined || (await smokeStack(url ?? own, smoke, stopped)) === 0;
}

/** Where the state of a stack lies, and so its last good revision. */
function stateOf(output: string, stack: string): StateBucket {
  const { terraform } = JSON.parse(readDeployable(output, stack)) as Stack;
  if (terraform.backend?.s3) return terraform.backend.s3;
  throw new Refusal(`${stack} keeps no state in a bucket, so that no last good revision is known`);
}

async function revisionOf(stack: string, document: string, plan: Plan): Promise<Revision> {
  const { fingerprint, images } = plan;
  const commit = await commitOfThisFolder();
  return { stack, fingerprint, commit, images: images.map(reference), document };
}

/** Terraform's own step in a folder: the backend is read, the providers are there. */
async function begun(stack: string, folder: string, document: string): Promise<Prepared> {
  const terraform = new Terraform(
    stack,
    folder,
    progressTo((line) => say(`     ${line}`)),
  );
  await terraform.init();
  return { document, terraform, planFile: join(folder, 'deploy.tfplan') };
}

async function planned(stack: string, { document, terraform, planFile }: Prepared): Promise<Plan> {
  const changes = await terraform.plan({ file: planFile, lock: true, refreshOnly: false });
  const shown = (await terraform.show(planFile)) as PlanDocument;
  const images = await digestsOf(JSON.parse(document) as Stack, valuesIn(shown));
  const all = [document, ...images.map(reference).sort()].join('\n');
  return {
    changes,
    images,
    summary: countsInWords(summaryOf(stack, shown.resource_changes)),
    fingerprint: createHash('sha256').update(all).digest('hex'),
  };
}

/** What the registry answered while the plan was made: the apply uses the same answers. */
function valuesIn({ prior_state: state }: PlanDocument): Lookup {
  const resources = state?.values?.root_module?.resources ?? [];
  return (address, attribute) => {
    const value = resources.find((one) => one.address === address)?.values[attribute];
    if (typeof value === 'string') return Promise.resolve(value);
    throw new Refusal(
      `the plan does not know ${address}.${attribute}, so that no image can be verified`,
    );
  };
}

/** Lays a revision beside the stacks. */
function restored(output: string, own: string, { stack, document }: Revision): string {
  const folder = join(output, 'last-good', stack);
  layBeside(own, folder, document);
  return folder;
}

async function commitOfThisFolder(): Promise<string> {
  const { code, output } = await run('git', ['rev-parse', 'HEAD']);
  return code === 0 ? output.trim() : 'unknown';
}

function reference({ host, repository, digest }: ImageDigest): string {
  return `${host}/${repository}@${digest}`;
}

/** Ctrl-C reaches Terraform too, which must write its state down: this process waits for it. */
function listenForInterrupt(): () => boolean {
  let interrupted = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!interrupted) say('stack:deploy stops when its step has ended; wait for it');
      interrupted = true;
    });
  }
  return () => interrupted;
}
