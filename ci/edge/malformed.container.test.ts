import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimit } from '../../constructs/core/rate-limit';
import { Route } from '../../constructs/core/route';
import { renderNginxConfig } from '../../constructs/nginx/config';
import type { Proxy } from '../../constructs/nginx/container.fixture';
import { ecsPlatform } from '../../constructs/nginx/platform';
import { allAbuses, corpus } from './corpus/corpus';
import { EdgeLab, privateRanges, upstreams } from './edge-lab.fixture';
import { failures, forwardingProblems, strayAnswers, type Trial, unexplained } from './judgement';
import { languages, spotOf, tryAll } from './malformed.fixture';
import { foreignLines, loggedRequests, type LoggedRequest } from './request-log';

const lab = new EdgeLab();
let proxy: Proxy;

beforeAll(async () => {
  await lab.start('users-api', 'goapp', 'pythonapp', 'users-form', 'webapp');
  proxy = await lab.startProxy({
    configuration: renderNginxConfig({
      routes: languages.map(({ prefix, service }) =>
        Route.path(prefix, service, { stripPrefix: true }),
      ),
      upstreams,
      // thousands of requests come from one address, and what limits them is looked at elsewhere
      platform: ecsPlatform({ trustedProxies: privateRanges, rateLimit: RateLimit.off() }),
    }),
  });
}, 300_000);
afterAll(() => lab.remove(), 60_000);

const themes = Object.keys(corpus);

function ofTheme(trials: readonly Trial[], theme: string): Trial[] {
  return trials.filter(({ abuse }) => corpus[theme]!.includes(abuse));
}

function findings(
  trials: readonly Trial[],
  problems: (trial: Trial) => readonly string[],
): string[] {
  return trials.flatMap((trial) =>
    problems(trial).map((problem) => `${trial.abuse.name} (${trial.at.id}): ${problem}`),
  );
}

/** How many cases ended in which way, for whoever reads the run. */
function summary(trials: readonly Trial[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of trials) {
    const status = outcome.answers[0]?.status;
    const key = status === undefined ? `no answer, ${outcome.end}` : String(status);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => `${key}: ${count}`)
    .join('; ');
}

describe.each(languages)('$name behind the proxy', (language) => {
  const { service, prefix } = language;
  let trials: Trial[];
  let behind: LoggedRequest[];
  let front: LoggedRequest[];

  beforeAll(async () => {
    const address = { host: lab.addressOf(proxy.id), port: 8080 };
    trials = await tryAll(allAbuses, address, (index) => spotOf(language, 'p', prefix, index));
    // lines of the proxy are written once a second
    await sleep(1300);
    behind = loggedRequests(lab.logOf(service));
    front = loggedRequests(lab.logOf(proxy.id));
    process.stdout.write(`${language.name} behind the proxy: ${summary(trials)}\n`);
  });

  it.each(themes)('answers without a failure: %s', (theme) => {
    expect(findings(ofTheme(trials, theme), failures)).toEqual([]);
  });

  it.each(themes)('gives no answer but to what was asked: %s', (theme) => {
    expect(findings(ofTheme(trials, theme), strayAnswers)).toEqual([]);
  });

  it.each(themes)('is asked at most once: %s', (theme) => {
    expect(findings(ofTheme(trials, theme), (trial) => forwardingProblems(trial, behind))).toEqual(
      [],
    );
  });

  it('is asked nothing that the proxy was not', () => {
    expect(unexplained(behind, front)).toEqual([]);
  });

  it('fails at nothing', () => {
    expect(behind.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('is well, and so is the proxy', () => {
    expect(foreignLines(lab.logOf(service))).toEqual([]);
    expect(lab.isWell(service)).toBe(true);
    expect(lab.logOf(proxy.id)).not.toMatch(/\[(alert|emerg|crit)\]|worker process \d+ exited/);
  });
});

describe.each(languages)('$name alone', (language) => {
  const { service } = language;
  let trials: Trial[];

  beforeAll(async () => {
    trials = await tryAll(allAbuses, lab.service(service), (index) =>
      spotOf(language, 'd', '', index),
    );
    process.stdout.write(`${language.name} alone: ${summary(trials)}\n`);
  });

  it.each(themes)('answers without a failure: %s', (theme) => {
    expect(findings(ofTheme(trials, theme), failures)).toEqual([]);
  });

  it('fails at nothing and is well', () => {
    const log = lab.logOf(service);

    expect(loggedRequests(log).filter(({ status }) => status >= 500)).toEqual([]);
    expect(foreignLines(log)).toEqual([]);
    expect(lab.isWell(service)).toBe(true);
  });
});
