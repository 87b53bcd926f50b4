import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { repositoryRoot } from '../../constructs/core/repository-root';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { tail } from '../command';
import {
  endLeftBehind,
  type Finished,
  isAlive,
  processesOf,
  Programs,
} from '../terraform/programs';
import { type Account, accountAt } from './account';
import { type Ask, askWith } from './ask';
import { Cdktf, type CdktfContext } from './cdktf';
import { type EmulatedAws, installEmulator, startEmulator } from './moto';
import { overrideVersion, pinnedVersion } from './override';
import { expectEqual, type Report, StepFailed } from './report';
import { runFolder, variablesFor } from './settings';

/** What the steps of a story work with. */
export interface Session {
  readonly account: Account;
  readonly cdktf: Cdktf;

  /** Asks what the clients of the account do not cover. */
  readonly ask: Ask;

  /** Aborted by Ctrl-C: what fails from then on fails for this reason. */
  readonly interrupted: AbortSignal;

  /** With what `cdktf` runs, for a story that needs another one beside it. */
  readonly context: CdktfContext;

  /** Picks the provider that this machine has; called once the stacks are synthesized. */
  readonly pickProvider: () => string;
}

const prefix = 'slipway-emulated-';

/**
 * Runs a story against an emulated AWS of its own and cleans up whatever happens: success, failure, Ctrl-C. What a
 * killed run has left behind is removed first.
 *
 * @returns the exit code
 */
export async function withEmulatedAws(
  report: Report,
  { keep, story }: { readonly keep: boolean; readonly story: (session: Session) => Promise<void> },
): Promise<number> {
  removeStaleRuns(report);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const programs = new Programs();
  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort();
    report.hold();
    void programs.close();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);

  let emulator: EmulatedAws | undefined;
  try {
    emulator = await beginEmulator(report, programs, folder);
    const { signal } = interrupted;
    await story({ ...sessionAt(emulator, programs, folder), interrupted: signal });
    report.add(expectEqual('the emulator knew every call', problemsOfEmulator(emulator.log()), []));
  } catch (error) {
    if (!interrupted.signal.aborted) {
      if (error instanceof StepFailed) report.lines(error.lines);
      report.add({ what: 'the story came to its end', problem: messageOf(error) });
      report.lines(problemsOfEmulator(emulator?.log() ?? ''));
    }
  } finally {
    report.release();
    await programs.close();
    await checkProcesses(report, folder);
    if (keep) report.step(`kept ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
  return closing(report, interrupted.signal.aborted);
}

/** A step without which the rest makes no sense. */
export async function must(report: Report, what: string, run: Promise<Finished>): Promise<void> {
  report.step(what);
  const { code, output } = await run;
  if (code !== 0) {
    throw new StepFailed(`${what} failed with exit code ${code}`, tail(output, 60).split('\n'));
  }
  report.add({ what });
}

async function beginEmulator(
  report: Report,
  programs: Programs,
  folder: string,
): Promise<EmulatedAws> {
  const root = repositoryRoot();
  report.step('prepare the emulator');
  const interpreter = await installEmulator(programs, root);
  report.step('start the emulator');
  return startEmulator(programs, { root, interpreter, folder });
}

function sessionAt(
  emulator: EmulatedAws,
  programs: Programs,
  folder: string,
): Omit<Session, 'interrupted'> {
  const run = runFolder(folder);
  mkdirSync(run.output);
  // which provider is needed is known after the synthesis, which already runs Terraform
  writeFileSync(run.configuration, cliConfiguration(undefined));
  const variables = variablesFor(run, emulator.endpoint, process.env);
  const context = { programs, root: repositoryRoot(), run, variables };
  return {
    account: accountAt(emulator.endpoint),
    cdktf: new Cdktf(context),
    context,
    ask: askWith({ programs, interpreter: emulator.interpreter, folder, variables }),
    pickProvider: () => {
      const wanted = pinnedVersion(run.output);
      const mirror = findMirror(searchOfThisMachine(homedir()), 'hashicorp/aws', wanted);
      const version = installableVersion(mirror, 'hashicorp/aws', wanted);
      writeFileSync(run.configuration, cliConfiguration(mirror));
      overrideVersion(run.output, version);
      const from = mirror ? `from ${mirror.folder}` : 'from the registry';
      return `AWS provider ${version} ${from}${version === wanted ? '' : ` in place of ${wanted}`}`;
    },
  };
}

/** A run writes its process id into the name of its folder: without the process, nobody needs the rest. */
function removeStaleRuns(report: Report): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(?<id>\\d+)-`).exec(name)?.groups?.id;
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    const ended = endLeftBehind(folder);
    rmSync(folder, { recursive: true, force: true });
    report.step(`removed what a killed run left: ${name}, ${ended} processes`);
  }
}

async function checkProcesses(report: Report, folder: string): Promise<void> {
  const what = 'no process of the run is left';
  // a Terraform whose terminal is gone ends its providers first
  const until = Date.now() + 10_000;
  while (processesOf(folder)?.length && Date.now() < until) await wait(200);
  const left = processesOf(folder);
  if (left === undefined) report.skip(what, 'this system does not tell');
  else if (left.length === 0) report.add({ what });
  else report.add({ what, problem: `${left.join()} had to be ended` });
  endLeftBehind(folder);
}

/** Calls that the emulator does not know: the usual reason for a failure that is no fault of the stacks. */
function problemsOfEmulator(log: string): string[] {
  return log
    .split('\n')
    .filter((line) => /" 5\d\d -|NotImplementedError/.test(line))
    .slice(-10);
}

/**
 * Prints the last line of a run. What an interrupted one found until then tells nothing of what it would have found.
 *
 * @returns the exit code
 */
function closing(report: Report, interrupted: boolean): number {
  if (!interrupted) {
    report.finish();
    return Number(report.bad);
  }
  const left =
    report.failures === 0
      ? 'nothing of this run is left'
      : `${report.failures} problems were found until then, see above`;
  report.step(`interrupted; ${left}, and the next run begins anew`);
  return 130;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
