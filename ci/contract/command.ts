import { type Arguments, readArguments, usage, UsageError } from './arguments';
import type { CaseFile } from './case';
import { readCaseFiles } from './case-file';
import { mountsOf, planned, type PlannedGroup, serviceNames } from './plan';
import { whyUnreachable } from './reachable';
import { Redaction } from './redaction';
import { closingLine, groupLines } from './report';
import { type CaseResult, runGroups } from './runner';
import type { Address } from './target';

/** Where the command writes. */
export interface Output {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

const nowhere: Address = { secure: true, host: 'localhost', port: 443 };

/** The whole command; answers with its exit code: 0 as agreed, 1 not so or nobody there, 2 wrong use. */
export async function contract(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<number> {
  const files = readCaseFiles();
  let given: Arguments;
  try {
    given = readArguments(args, knownOf(files), environment);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.complain(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (given.help) {
    output.say(usage);
    return 0;
  }
  const { address = nowhere, http, trust, login } = given;
  const site = { address, trust, ...(http === undefined ? {} : { http }) };
  const groups = planned(files, given, site, login);
  if (groups.length === 0) {
    output.complain('- no case fits; --list shows all');
    return 2;
  }
  return given.list ? list(groups, given, output) : runAll(groups, given, output);
}

function knownOf(files: ReadonlyMap<string, CaseFile>): Parameters<typeof readArguments>[1] {
  const mounts = mountsOf(files).map(({ name, login = false }) => ({ name, login }));
  return { services: serviceNames(files), mounts };
}

function list(groups: readonly PlannedGroup[], { json }: Arguments, { say }: Output): number {
  const cases = groups.flatMap(({ service, name, cases: all }) =>
    all.map((one) => ({ service, group: name, name: one.name })),
  );
  if (json) say(JSON.stringify(cases, undefined, 2));
  else for (const { service, group, name } of cases) say(`${service}: ${group}: ${name}`);
  return 0;
}

async function runAll(
  groups: readonly PlannedGroup[],
  given: Arguments,
  { say, complain }: Output,
): Promise<number> {
  for (const address of [given.address, given.http]) {
    const reason = address === undefined ? undefined : await whyUnreachable(address, given.trust);
    if (reason === undefined) continue;
    complain(reason);
    return 1;
  }
  const redaction = new Redaction();
  if (given.login !== undefined) redaction.addLogin(given.login);
  const onGroup = (group: PlannedGroup, results: readonly CaseResult[]): void => {
    if (!given.json) for (const line of groupLines(group, results)) say(line);
  };
  const results = await runGroups(groups, { slow: given.slow, redaction, onGroup });
  const line = closingLine(results);
  say(given.json ? JSON.stringify({ closingLine: line, results }, undefined, 2) : line);
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}
