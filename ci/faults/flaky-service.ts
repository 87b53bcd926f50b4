import { lowerBound, upperBound } from './bound';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import type { Lab } from './lab';
import { type Attempt, Load, reasons } from './load';
import { reader } from './replicas';
import { proxy, uptime } from './services';

const requests = 5000;
const clients = 8;

/** uptime fails one time in ten by nature. */
export const flakyService: Fault = {
  name: 'flaky-service',
  promise: 'through the proxy uptime fails 1 safe request in 100 instead of 10',
  rounds: 1,
  seconds: 120,
  run: flakyServiceRun,
};

async function flakyServiceRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  const service = await lab.start(uptime);
  const { url } = await lab.start(proxy());
  const [direct, proxied]: [Attempt[], Attempt[]] = [[], []];
  for (let round = 1; round <= rounds; round += 1) {
    direct.push(...(await series(lab, service.url, '/')));
    proxied.push(...(await series(lab, url, '/uptime')));
    say(`${round} of ${rounds} times ${requests} requests, each way`);
  }
  return judge(rounds, direct, proxied);
}

/** Holds both series to the promise; a sound system fails this less than once in 10^6 runs. */
export function judge(
  rounds: number,
  direct: readonly Attempt[],
  proxied: readonly Attempt[],
): Measured {
  const failures = proxied.filter(({ status }) => status !== 200);
  const broken = proxied.filter(({ status }) => status !== 200 && status !== 500);
  const silent = direct.filter(({ status }) => status !== 200 && status !== 500);
  const bare = direct.filter(({ status }) => status === 500).length;
  const [low, high] = [lowerBound(direct.length, 0.1, 4e6), upperBound(direct.length, 0.1, 4e6)];
  const most = upperBound(proxied.length, 0.01, 4e6);
  const percent = (count: number, of: number): string => ((100 * count) / of).toFixed(2);
  return {
    rounds,
    requests: direct.length + proxied.length,
    acknowledged: direct.length - bare + proxied.length - failures.length,
    lost: 0,
    failed: failures.length,
    measured: `${percent(bare, direct.length)} % direct, ${percent(failures.length, proxied.length)} % proxied, at most ${percent(most, proxied.length)}`,
    problems: problemsOf([
      [
        bare >= low && bare <= high,
        `${bare} of ${direct.length} fail directly, not ${low} to ${high}`,
      ],
      [silent.length === 0, `${silent.length} direct requests are lost: ${reasons(silent)}`],
      [failures.length <= most, `${failures.length} of ${proxied.length} fail, more than ${most}`],
      [broken.length === 0, `${broken.length} failures are not uptime's own: ${reasons(broken)}`],
    ]),
  };
}

/** Slower than one client may ask, which is 1,000 a second. */
async function series(lab: Lab, base: string, path: string): Promise<readonly Attempt[]> {
  const all = Array.from({ length: clients }, () => reader(path));
  const load = new Load(base, all, { pauseMs: 10, limit: requests });
  lab.before(load.abandon);
  return load.finished();
}
