import { readCaseFiles } from '../contract/case-file';
import { mountsOf, planned, systemName } from '../contract/plan';
import { Redaction } from '../contract/redaction';
import { closingLine, groupLines } from '../contract/report';
import { runGroups } from '../contract/runner';
import { setAmong, type Variables } from '../variables';
import { addressToAsk, untilAnswered } from './answering';
import { Refusal, say } from './refusal';
import { smokeOf } from './smoke-cases';

/** What is asked, of whatever address. */
export interface Smoke {
  /** Parts of the system, as `npm run contract -- --only` names them. */
  readonly parts: readonly string[];
  /** `user:password`, for the parts that ask for one. */
  readonly login?: string;
}

/** How long a new name or balancer may take until it answers. */
const patienceSeconds = 120;

/**
 * What a smoke asks: all parts or those of SLIPWAY_SMOKE_ONLY, separated by commas, with ADMIN_LOGIN where a part needs it.
 *
 * @throws Refusal where nothing could come of it, so that it is known before a deployment
 */
export function smokeFrom(given: Variables): Smoke {
  const { SLIPWAY_SMOKE_ONLY: only, ADMIN_LOGIN: login } = setAmong(given);
  const all = [systemName, ...mountsOf(readCaseFiles()).map(({ name }) => name)];
  const parts = only?.split(',') ?? all;
  const unknown = parts.filter((part) => !all.includes(part));
  if (unknown.length > 0) {
    throw new Refusal(
      `SLIPWAY_SMOKE_ONLY must name parts of ${all.join(', ')}, got '${unknown.join("', '")}'`,
    );
  }
  if (login !== undefined && !/^[^:]+:./.test(login)) {
    throw new Refusal('ADMIN_LOGIN must be user:password');
  }
  if (login === undefined && parts.every((part) => closedParts().includes(part))) {
    throw new Refusal('SLIPWAY_SMOKE_ONLY names nothing that can be asked without ADMIN_LOGIN');
  }
  return { parts, ...(login === undefined ? {} : { login }) };
}

/** Asks a deployment what a smoke asks; answers with the exit code. */
export async function smokeStack(
  url: string,
  { parts, login }: Smoke,
  stopped: () => boolean = () => false,
): Promise<number> {
  const address = addressToAsk(url);
  const reason = await untilAnswered(address, { seconds: patienceSeconds, say, stopped });
  if (reason !== undefined) {
    say(reason);
    return 1;
  }
  const closed = login === undefined ? closedParts().filter((name) => parts.includes(name)) : [];
  for (const name of closed) say(`skip  ${name}: needs a login; set ADMIN_LOGIN, user:password`);
  const only = parts.filter((name) => !closed.includes(name));
  const site = { address, trust: { insecure: false } };
  const groups = smokeOf(planned(readCaseFiles(), { only }, site, login));
  const redaction = new Redaction();
  if (login !== undefined) redaction.addLogin(login);
  const results = await runGroups(groups, {
    slow: false,
    redaction,
    onGroup: (group, ended) => say(groupLines(group, ended).join('\n')),
  });
  say(closingLine(results));
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  // what was not asked is not known to work
  return passed > 0 && results.every(({ outcome }) => outcome !== 'failed') ? 0 : 1;
}

/** Parts that are behind a login. */
function closedParts(): string[] {
  return mountsOf(readCaseFiles()).flatMap(({ name, login }) => (login === true ? [name] : []));
}
