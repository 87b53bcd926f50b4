import { setTimeout as wait } from 'node:timers/promises';
import { readCaseFiles } from '../contract/case-file';
import { mountsOf, planned } from '../contract/plan';
import { whyUnreachable } from '../contract/reachable';
import { Redaction } from '../contract/redaction';
import { closingLine, groupLines } from '../contract/report';
import { runGroups } from '../contract/runner';
import { addressOf } from '../contract/target';
import { Refusal, say } from './refusal';
import { smokeOf } from './smoke-cases';

/** What is asked, and where. */
export interface Smoke {
  readonly url: string;
  /**
   * Parts of the system, as `npm run contract -- --only` names them; SLIPWAY_SMOKE_ONLY, separated by commas.
   *
   * @default - all
   */
  readonly only?: readonly string[];
}

/** How long a new name or balancer may take until it answers. */
const patienceSeconds = 120;

/** Asks a deployment what a smoke asks; answers with the exit code. */
export async function smokeStack({ url, only = onlyOf(process.env) }: Smoke): Promise<number> {
  if (!URL.canParse(url))
    throw new Refusal(`'${url}' is no address, such as https://app.example.org`);
  const address = addressOf(new URL(url));
  const trust = { insecure: false };
  const login = process.env.ADMIN_LOGIN;
  const reason = await reasonOfSilence(url, () => whyUnreachable(address, trust));
  if (reason !== undefined) {
    say(reason);
    return 1;
  }
  const files = readCaseFiles();
  const asked = only.length > 0 ? only : ['system', ...mountsOf(files).map(({ name }) => name)];
  const closed = mountsOf(files).flatMap((mount) =>
    mount.login && login === undefined && asked.includes(mount.name) ? [mount.name] : [],
  );
  for (const name of closed) say(`skip  ${name}: needs a login; set ADMIN_LOGIN, user:password`);
  const names = asked.filter((name) => !closed.includes(name));
  const groups = smokeOf(planned(files, { only: names }, { address, trust }, login));
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

function onlyOf({ SLIPWAY_SMOKE_ONLY: only }: NodeJS.ProcessEnv): string[] {
  return only ? only.split(',') : [];
}

/** Waits until somebody answers; a balancer whose targets are not healthy yet does so with a status of its own. */
async function reasonOfSilence(url: string, ask: () => Promise<string | undefined>) {
  const until = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const reason = (await ask()) ?? (await reasonOfNoAnswer(url));
    if (reason === undefined || Date.now() > until) return reason;
    await wait(1000);
  }
}

async function reasonOfNoAnswer(url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(patienceSeconds * 1000);
    const { status } = await fetch(new URL('/healthz', url), { signal, redirect: 'manual' });
    return [502, 503, 504].includes(status) ? `${url} answers ${status} only` : undefined;
  } catch (error) {
    return `${url} does not answer: ${(error as Error).message}`;
  }
}
