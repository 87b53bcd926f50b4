import { type StateSeen, undisturbed } from './undisturbed';

const quiet: StateSeen = { revision: '1' };
const locked: StateSeen = { revision: '1', lockedSince: '2026-11-21T20:00:00.000Z' };
const written: StateSeen = { revision: '2' };

/** What is seen in turn, the last again and again; each look takes a minute. */
function attempt(seen: readonly StateSeen[], { waitSeconds = 900, failing = 0 } = {}) {
  const rest = [...seen];
  const said: string[] = [];
  let [time, looks] = [0, 0];
  const result = undisturbed(
    () => {
      time += 60;
      looks += 1;
      return looks <= failing
        ? Promise.reject(new Error(`look ${looks} failed`))
        : Promise.resolve(`look ${looks}`);
    },
    {
      stack: 'ecs-prod',
      waitSeconds,
      seen: () => Promise.resolve((rest.length > 1 ? rest.shift() : rest[0]) ?? quiet),
      pause: (seconds) => {
        time += seconds;
        return Promise.resolve();
      },
      now: () => time,
      say: (text) => said.push(text),
    },
  );
  return { result, said, looks: () => looks, time: () => time };
}

describe('a look at what nobody changes', () => {
  it('counts at once, and waits for nothing', async () => {
    const { result, said, time } = attempt([quiet]);

    expect(await result).toBe('look 1');
    expect([said, time()]).toEqual([[], 60]);
  });

  it.each([
    ['a lock that is there before it', [locked, locked, quiet, quiet], 1],
    ['a lock that comes meanwhile', [quiet, locked, locked, written, written], 2],
    ['a whole deployment that comes and goes meanwhile', [quiet, written, written, written], 2],
  ])('is made when %s is gone', async (_, seen, looks) => {
    const { result, said, looks: made } = attempt(seen);

    expect(await result).toBe(`look ${looks}`);
    expect(made()).toBe(looks);
    expect(said.length).toBeGreaterThan(0);
  });

  it('fails as it fails, where nobody was there', async () => {
    await expect(attempt([quiet], { failing: 1 }).result).rejects.toThrow('look 1 failed');
  });

  it('is made again where it failed over a change underneath', async () => {
    const { result } = attempt([quiet, written, written], { failing: 1 });

    expect(await result).toBe('look 2');
  });

  it('ends at its time, with who can do what', async () => {
    const { result, looks, time } = attempt([locked]);

    await expect(result).rejects.toThrow(
      "the state of ecs-prod is locked since 2026-11-21T20:00:00.000Z, also after 900 s of waiting, and nothing was found out; run it again when that has ended (a deployment that is dead has left its lock: 'npm run stack:deploy -- ecs-prod' says how it is released)",
    );
    expect([looks(), time()]).toEqual([0, 900]);
  });

  it('does not wait where no time is given', async () => {
    const { result, time } = attempt([locked], { waitSeconds: 0 });

    await expect(result).rejects.toThrow('is locked since');
    expect(time()).toBe(0);
  });

  it('ends although each look finds another state', async () => {
    const seen = Array.from({ length: 100 }, (_, write) => ({ revision: String(write) }));
    const { result, time } = attempt(seen);

    await expect(result).rejects.toThrow('the state of ecs-prod was changed again and again');
    expect(time()).toBeLessThan(900 + 70);
  });
});
