// npm run test:incidents: lets things happen to the alarms of every platform, and compares what fires with what must
import { columns } from '../../constructs/review/report/table';
import { closingLine } from '../test/counts';
import { tools } from '../tools';
import { expected } from './expected';
import { joined } from './firing';
import { type Mutant, mutants } from './mutants';
import { allPlatforms, type Platform } from './platforms';
import { ask, type Fired, type Question } from './promql/promtool';
import { scenarios } from './scenarios';
import type { Scenario } from './world';

/** One scenario on one platform, or one mistake in its alarms. */
interface Case {
  readonly platform: Platform;
  readonly scenario: Scenario;
  readonly alarms: string;
  readonly mutant?: Mutant;
}

type Answers = ReadonlyMap<string, readonly Fired[]>;

main().then(
  (failed) => {
    process.exitCode = Number(failed > 0);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main(): Promise<number> {
  const platforms = allPlatforms();
  // without alarms there is nothing to try anything on, and that is a failure in itself
  const bare = platforms.filter(({ count }) => count === 0);
  const watched = platforms.filter((platform) => !bare.includes(platform));
  const all = watched.flatMap((platform) => [...scenarioCases(platform), ...mutantCases(platform)]);
  const questions = new Map(all.map((one) => [one, questionsOf(one)]));
  const docker = await tools.docker.present();
  const runnable = all.filter((one) => docker || questions.get(one)?.size === 0);
  const asked = runnable.flatMap((one) => [...(questions.get(one) ?? [])]);
  const answers: Answers = asked.length > 0 ? await ask(new Map(asked)) : new Map();
  const results = runnable.map((one) => ({ one, ...verdictOf(one, answers) }));
  report(results);
  const left = all.length - runnable.length;
  if (left > 0) {
    console.log(
      `${tools.docker.name} is missing; it would add ${left} cases by the engine of Prometheus`,
    );
  }
  for (const { name } of bare) console.log(`FAILED: ${name} has no alarms any more`);
  const wrong = results.filter(({ right }) => !right).length;
  const needed = process.env.CI === 'true';
  const failed = wrong + bare.length + (needed ? left : 0);
  console.log(closingLine({ passed: results.length - wrong, failed, skipped: needed ? 0 : left }));
  return failed;
}

function scenarioCases(platform: Platform): Case[] {
  return scenarios.map((scenario) => ({ platform, scenario, alarms: platform.alarms }));
}

function mutantCases(platform: Platform): Case[] {
  return mutants.flatMap((mutant, index) => {
    if (mutant.platform !== platform.name) return [];
    const scenario = scenarios.find(({ name }) => name === mutant.scenario);
    const alarms = platform.alarms.replaceAll(mutant.from, mutant.to);
    if (!scenario) throw new Error(`no scenario is named '${mutant.scenario}'`);
    if (alarms === platform.alarms) throw new Error(`${platform.name} has no '${mutant.from}'`);
    return [{ platform, scenario: { ...scenario, name: `mutant-${index}` }, alarms, mutant }];
  });
}

function questionsOf({ platform, scenario, alarms }: Case): Map<string, Question> {
  return platform.questions(scenario, alarms);
}

function verdictOf({ platform, scenario, alarms, mutant }: Case, answers: Answers) {
  const found = joined(platform.firings(scenario, alarms, answers));
  const name = mutant?.scenario ?? scenario.name;
  const wanted = expected[name]?.[platform.name];
  const same = JSON.stringify(found) === JSON.stringify(wanted);
  return { found, wanted, right: mutant ? !same : same };
}

function report(results: readonly (ReturnType<typeof verdictOf> & { readonly one: Case })[]): void {
  const rows = results.map(({ one, found, wanted, right }) => {
    const { platform, scenario, mutant } = one;
    const verdict = mutant ? (right ? 'noticed' : 'UNNOTICED') : right ? 'as expected' : 'WRONG';
    const name = mutant ? `${mutant.scenario}: ${mutant.mistake}` : scenario.name;
    const what = found.join(', ') || 'silent';
    const instead = mutant || right ? '' : `; expected ${wanted?.join(', ') ?? 'nothing written'}`;
    return [platform.name, name, `${what}${instead}`, verdict];
  });
  console.log(columns(['platform', 'scenario', 'alarms, minute of detection-clearing', ''], rows));
  console.log();
}
