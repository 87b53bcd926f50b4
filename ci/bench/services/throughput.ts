import { cpuSeconds } from './engine';
import { saturate } from './generator';
import { inRounds } from './round';

/** What is loaded: a container and where it answers. */
export interface Contender {
  readonly name: string;
  readonly id: string;
  /** Address of one user. */
  readonly url: string;
}

/** What one contender did in one round. */
export interface Sample {
  readonly perSecond: number;
  /** Microseconds of CPU per request, or undefined where the engine does not tell. */
  readonly cpuMicroseconds: number | undefined;
  /** Share of one processor that the container used. */
  readonly busy: number | undefined;
}

/** Requests that tell how many a contender answers in a second, roughly. */
const probe = 2000;

/** Loads each contender as much as it takes, in interleaved rounds of about so many seconds each. */
export function measureThroughput<Of extends Contender>(
  contenders: readonly Of[],
  rounds: number,
  seconds: number,
): Promise<Map<Of, Sample[]>> {
  return inRounds(contenders, rounds, async ({ id, url }) => {
    const expected = (await saturate(url, probe)).perSecond * seconds;
    const before = await cpuSeconds(id);
    const { perSecond, answers } = await saturate(url, expected);
    const after = await cpuSeconds(id);
    if (before === undefined || after === undefined) {
      return { perSecond, cpuMicroseconds: undefined, busy: undefined };
    }
    const used = after - before;
    return {
      perSecond,
      cpuMicroseconds: (used / answers) * 1e6,
      busy: (used * perSecond) / answers,
    };
  });
}
