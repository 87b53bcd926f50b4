import { tail } from '../command';
import { missing, type Tool } from '../tools';
import { inLanes, stagesOf } from './lanes';
import { closingLine, type Counts, none, sum } from './counts';
import { failuresOf } from './failures';
import type { Suite } from './suite';
import { suites } from './suites';

// npm test: every suite of every language, then one plain line over all of them
const strict = process.env.CI === 'true';
const wanted = process.argv.slice(2);
const failures = new Map<string, readonly string[]>();

void main();

async function main(): Promise<void> {
  if (wanted.includes('--help')) {
    console.log(usage());
    return;
  }
  const selected = suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`there is no suite called ${unknown.join(' or ')}; ${suiteNames()}`);
    process.exitCode = 2;
    return;
  }
  const counts: Counts[] = [];
  for (const stage of stagesOf(selected)) {
    counts.push(...(await inLanes(stage, runAll)));
  }
  const total = sum(counts);
  tellFailures();
  console.log(`\n${closingLine(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** What failed, by suite: a log that is kept is often no more than its end. */
function tellFailures(): void {
  for (const [suite, named] of failures) {
    console.log(`\nfailed: ${suite}`);
    for (const line of named) console.log(`  ${line}`);
  }
}

function usage(): string {
  return [
    'npm test [-- <suite>...]',
    '  runs every suite, or those that are named; a missing tool skips its suites, and fails them where CI=true',
    '',
    suiteNames(),
  ].join('\n');
}

function suiteNames(): string {
  return `the suites are ${suites.map(({ name }) => name).join(', ')}`;
}

/** The suites of one subject, one after the other. */
async function runAll(suitesOfOne: readonly Suite[]): Promise<Counts> {
  const counts: Counts[] = [];
  for (const suite of suitesOfOne) counts.push(await runSuite(suite));
  return sum(counts);
}

async function runSuite(suite: Suite): Promise<Counts> {
  const lacking = await missing(suite.needs);
  if (lacking.length > 0) return withoutTools(suite, lacking);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const stillRunning = setInterval(() => {
    console.log(`      ${suite.name} is still running (${seconds()} s)`);
  }, 30_000);
  const { counts, output } = await suite.run({});
  clearInterval(stillRunning);
  const verdict = counts.failed > 0 ? 'FAIL' : 'ok  ';
  console.log(`${verdict}  ${suite.name}: ${closingLine(counts)} (${seconds()} s)`);
  if (counts.failed > 0) {
    failures.set(suite.name, failuresOf(output));
    console.log(tail(output, 150).replaceAll(/^/gm, '      | '));
  }
  return counts;
}

function withoutTools(suite: Suite, lacking: readonly Tool[]): Counts {
  const what = lacking.map(({ name, adds }) => `${name}, which would add ${adds}`).join('; ');
  console.log(`${strict ? 'FAIL' : 'skip'}  ${suite.name}: not present: ${what}`);
  if (strict) failures.set(suite.name, [`not present: ${what}`]);
  return strict ? { ...none, failed: 1 } : { ...none, skipped: 1 };
}
