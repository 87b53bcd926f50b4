// npm run bench:services [-- --seconds <number>] [--rounds <number>]: the real containers against the least that could do the same
import { loadavg } from 'node:os';
import { tail } from '../../command';
import { buildImages } from '../../images/images';
import { type Tool, tools } from '../../tools';
import { type Arguments, parseArguments } from './arguments';
import { measureColdStarts, starters } from './cold-start';
import { generator, p99At } from './generator';
import { Lab, processors } from './lab';
import { type Comparison, throughputRatio } from './comparison';
import { ratioOf } from './ratio';
import { coldStartTable, comparisonTable, contenderTable } from './report';
import { inRounds } from './round';
import { type Contenders, startContenders } from './system';
import { summarize } from '../statistics';
import { type Contender, measureThroughput, type Sample } from './throughput';

/** Requests at the fixed rate, relative to the slower side's most. */
const fixedShare = 0.4;

const linux: Tool & { readonly remedy?: string } = {
  name: 'Linux',
  adds: 'containers that are reached without a published port, and processors that can be shared out',
  present: () => Promise.resolve(process.platform === 'linux'),
};

const say = (line: string): void => {
  console.log(line);
};

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`not measured: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);

async function main(given: readonly string[]): Promise<number> {
  const wanted = parseArguments(given);
  if (typeof wanted === 'string') {
    console.error(wanted);
    return 2;
  }
  if (await somethingIsMissing()) return 0;
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
    await measure(lab, wanted);
    return 0;
  } finally {
    await lab.remove();
  }
}

async function somethingIsMissing(): Promise<boolean> {
  const needed: readonly (Tool & { readonly remedy?: string })[] = [linux, tools.docker, generator];
  let missing = false;
  for (const { name, adds, remedy, present } of needed) {
    if (await present()) continue;
    say(`not measured: ${name} is missing; it would add ${adds}${remedy ? `: ${remedy}` : ''}`);
    missing = true;
  }
  return missing;
}

async function measure(lab: Lab, { seconds, rounds }: Arguments): Promise<void> {
  const load = () => loadavg()[0]?.toFixed(1) ?? 'unknown';
  const place = processors ? 'on a processor of its own' : 'all on one processor';
  say(`${rounds} rounds of ${seconds} s after a warm-up, ${place}; load before ${load()}\n`);
  const all = await startContenders(lab);
  const samples = new Map<Contender, Sample[]>();
  for (const group of groupsOf(all)) {
    for (const entry of await measureThroughput(group, rounds, seconds)) samples.set(...entry);
  }
  say(`${contenderTable(samples)}\n`);
  const rate = fixedRate(samples, all);
  const latencies = await inRounds([all.proxy, all.bareProxy], rounds, ({ url }) =>
    p99At(url, seconds, rate),
  );
  say(`${comparisonTable([...throughputOf(all, samples), latencyOf(all, latencies, rate)])}\n`);
  say(coldStartTable(await measureColdStarts(lab, starters(), rounds)));
}

/** What is compared is measured in the same rounds. */
function groupsOf(all: Contenders): Contender[][] {
  return [
    [all.proxy, all.bareProxy, all.bareProxyLogging, all.proxyWithoutKeepAlive],
    [all.proxyToGoapp, all.bareProxyToGoapp],
    [all.goapp, all.bareGo, all.bareGoLogging],
  ];
}

function fixedRate(samples: ReadonlyMap<Contender, Sample[]>, all: Contenders): number {
  const most = [all.proxy, all.bareProxy].map(
    (one) => summarize((samples.get(one) ?? []).map(({ perSecond }) => perSecond)).median,
  );
  return Math.floor((Math.min(...most) * fixedShare) / 100) * 100;
}

function throughputOf(
  all: Contenders,
  samples: ReadonlyMap<Contender, Sample[]>,
): readonly Comparison[] {
  return [
    throughputRatio(samples, all.proxy, all.bareProxyLogging, 0.9),
    throughputRatio(samples, all.proxy, all.bareProxy, 0.9),
    throughputRatio(samples, all.proxyToGoapp, all.bareProxyToGoapp, 0.9),
    throughputRatio(samples, all.proxy, all.proxyWithoutKeepAlive, 4),
    throughputRatio(samples, all.goapp, all.bareGo, 0.85),
    throughputRatio(samples, all.goapp, all.bareGoLogging, 0.85),
  ];
}

function latencyOf(
  { proxy, bareProxy }: Contenders,
  latencies: ReadonlyMap<Contender, number[]>,
  rate: number,
): Comparison {
  return {
    name: `p99 at ${rate} req/s: ${proxy.name} / ${bareProxy.name}`,
    goal: { bound: 'at most', value: 1.5 },
    ratio: ratioOf(latencies.get(proxy) ?? [], latencies.get(bareProxy) ?? []),
    decisive: true,
  };
}
