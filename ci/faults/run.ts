// npm run test:faults [-- --rounds <number>] [--only <fault>]: breaks the real containers and counts what that costs
import { tail } from '../command';
import { buildImages } from '../images/images';
import { closingLine } from '../test/counts';
import { tools } from '../tools';
import { type Arguments, parseArguments } from './arguments';
import { type Outcome, outcomeOf } from './fault';
import { faults } from './faults';
import { Lab } from './lab';
import { hasPassed, table } from './table';

const say = (line: string): void => {
  console.log(line);
};

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main(given: readonly string[]): Promise<number> {
  const names = faults.map(({ name }) => name);
  const wanted = parseArguments(given, names);
  if (typeof wanted === 'string') {
    console.error(wanted);
    return 2;
  }
  const chosen = faults.filter(
    ({ name }) => wanted.only.length === 0 || wanted.only.includes(name),
  );
  if (!(await tools.docker.present())) return withoutDocker(chosen.length);
  const lines: string[] = [];
  const failed = await buildImages((line) => lines.push(line));
  if (failed.length > 0) throw new Error(tail(lines.join('\n'), 40));
  const lab = await Lab.create();
  const interrupted = (): void => {
    say('interrupted: taking the containers away');
    void lab.remove().finally(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  try {
    return report(await runAll(lab, chosen, wanted));
  } finally {
    await lab.remove();
  }
}

async function runAll(lab: Lab, chosen: typeof faults, wanted: Arguments): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const fault of chosen) {
    say(`${fault.name}: ${fault.promise}`);
    const outcome = await outcomeOf(fault, lab, {
      rounds: wanted.rounds ?? fault.rounds,
      say: (progress) => say(`      ${progress}`),
    });
    say(`${hasPassed(outcome) ? 'ok  ' : 'FAIL'}  ${fault.name} (${outcome.seconds.toFixed(1)} s)`);
    outcomes.push(outcome);
    await lab.clear();
  }
  return outcomes;
}

function report(outcomes: readonly Outcome[]): number {
  const passed = outcomes.filter(hasPassed).length;
  say(`\n${table(outcomes)}\n`);
  say(closingLine({ passed, failed: outcomes.length - passed, skipped: 0 }));
  return passed === outcomes.length ? 0 : 1;
}

/** A laptop goes on without a tool, continuous integration must not stay green. */
function withoutDocker(count: number): number {
  const needed = process.env.CI === 'true';
  say(`${tools.docker.name} is missing; it would add ${count} faults made on real containers`);
  say(closingLine({ passed: 0, failed: needed ? count : 0, skipped: needed ? 0 : count }));
  return Number(needed);
}
