import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from '../faults/lab';
import { Load } from '../faults/load';
import { buildImages } from '../images/images';
import { Bucket } from './bucket';
import { Instance, litestream } from './instance';
import { randomFrom, Writers } from './writers';

// users-api and litestream as Cloud Run runs them, against a bucket that speaks Cloud Storage's API
const seed = Number(process.env.SLIPWAY_SEED ?? '22');
const rounds = 4;

let lab: Lab;
let bucket: Bucket;
let writers: Writers;

beforeAll(async () => {
  expect(await buildImages(() => undefined)).toEqual([]);
  lab = await Lab.create();
}, 1_200_000);

beforeEach(async () => {
  bucket = await Bucket.start(lab);
  writers = new Writers();
}, 300_000);

afterEach(() => lab.clear(), 60_000);

afterAll(() => lab.remove(), 60_000);

/** Lets clients write to an instance until it is told to stop. */
function writeTo({ api }: Instance): Load {
  const load = new Load(api.url, writers.clients(3), { pauseMs: 2 });
  lab.before(load.abandon);
  return load;
}

/** Writes for a while, and has nothing left in flight. */
async function write(instance: Instance, milliseconds: number): Promise<void> {
  const load = writeTo(instance);
  await sleep(milliseconds);
  await load.stop();
}

describe('an instance that is killed', () => {
  it('loses no acknowledged change that is older than accepted', async () => {
    const random = randomFrom(seed);
    const lost: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const instance = await Instance.start(lab);
      const load = writeTo(instance);
      await sleep(300 + random() * 3200);
      await instance.kill();
      await load.stop();
      const next = await Instance.start(lab);
      const found = await next.users();

      expect([round, seed, writers.problems(found)]).toEqual([round, seed, []]);
      expect(found.length).toBeGreaterThan(0);
      await next.stop();
      lost.push(found.length);
    }
    // every round found what was found before
    expect(lost).toEqual([...lost].sort((a, b) => a - b));
  }, 300_000);
});

describe('an instance that is stopped', () => {
  it('loses nothing, and the next one need not wait for it', async () => {
    const instance = await Instance.start(lab);
    const load = writeTo(instance);
    await sleep(1500);
    const codes = await instance.stop();
    await load.stop();
    const next = await Instance.start(lab);

    expect(codes).toEqual([0, 0]);
    expect(writers.acknowledged).toBeGreaterThan(0);
    expect(writers.lostMs(await next.users())).toBe(0);
    expect(await next.beside.log()).not.toContain('waiting for the process before');
  });
});

describe('a rollout', () => {
  it('loses nothing: the new instance waits for the old one, which then changes nothing more', async () => {
    const old = await Instance.start(lab);
    const load = writeTo(old);
    await sleep(1500);
    const next = await Instance.start(lab);
    const late = new Load(old.api.url, writers.clients(1), { limit: 1 });
    const refused = (await late.finished()).map(({ status }) => status);
    await load.stop();
    const before = writers.acknowledged;

    expect(refused).toEqual([503]);
    // the old one is still read
    expect((await old.users()).length).toBeGreaterThanOrEqual(before);
    expect(before).toBeGreaterThan(0);
    expect(writers.problems(await next.users())).toEqual([]);
    expect(writers.acknowledged).toBe(before);

    await write(next, 500);
    const integrity = [(await old.inspect()).integrity, (await next.inspect()).integrity];
    const codes = [...(await old.stop()), ...(await next.stop())];
    const last = await Instance.start(lab);

    expect({ integrity, codes }).toEqual({ integrity: ['ok', 'ok'], codes: [0, 0, 0, 0] });
    expect(writers.acknowledged).toBeGreaterThan(before);
    expect(writers.lostMs(await last.users())).toBe(0);
  }, 180_000);

  it('that fails loses nothing: the old instance ends, and starts again from the newest copy', async () => {
    const old = await Instance.start(lab);
    await write(old, 500);
    const failed = await Instance.start(lab);
    await write(failed, 500);
    await sleep(1000);
    await failed.kill();

    expect(await old.beside.exitCode()).toBe(1);
    expect(await old.beside.log()).toContain('the process that replaced this one has ended');
    const late = new Load(old.api.url, writers.clients(1), { limit: 1 });
    expect((await late.finished()).map(({ status }) => status)).toEqual([500]);
    const again = await Instance.start(lab);
    expect(writers.lostMs(await again.users())).toBe(0);
  }, 180_000);
});

describe('a bucket', () => {
  it('that is empty is a first start, whatever happens right after it', async () => {
    const first = await Instance.start(lab);
    const log = await first.beside.log();
    await first.kill();
    const second = await Instance.start(lab);

    expect(log).toContain('nothing to restore');
    expect(await second.users()).toEqual([]);
  });

  it('that cannot be reached at the start starts nothing, and the log says why', async () => {
    const beside = await lab.launch(litestream(await lab.volume(65_536), 'nowhere:4443'));

    expect(await beside.exitCode()).toBe(1);
    expect(await beside.log()).toMatch(/litestream failed.*read the claim.*nowhere/);
  });

  it('whose copies are gone starts nothing either', async () => {
    const instance = await Instance.start(lab);
    await write(instance, 500);
    await instance.stop();
    const objects = await bucket.objects();
    await bucket.delete(objects.filter((name) => !name.endsWith('claim.json')));
    const beside = await lab.launch(litestream(await lab.volume(65_536)));

    expect(await beside.exitCode()).toBe(1);
    expect(await beside.log()).toContain('are gone, and there are no others');
  });

  it('that stops answering stops the changes, so that a kill loses no more', async () => {
    const instance = await Instance.start(lab);
    const load = writeTo(instance);
    await sleep(1000);
    await bucket.pause();
    await instance.logged('copies are late, so that changes have to wait');
    const held = writers.acknowledged;
    await sleep(3000);

    expect(writers.acknowledged).toBe(held);
    await instance.kill();
    await load.stop();
    await bucket.resume();
    const next = await Instance.start(lab);
    expect(writers.problems(await next.users())).toEqual([]);
  }, 180_000);

  it('that answers again lets changes in again, and nothing is lost', async () => {
    const instance = await Instance.start(lab);
    const load = writeTo(instance);
    await sleep(1000);
    await bucket.pause();
    await instance.logged('copies are late, so that changes have to wait');
    await bucket.resume();
    await instance.logged('copies are up to date again, changes are let in');
    const before = writers.acknowledged;
    await sleep(1500);
    await load.stop();
    await instance.stop();
    const next = await Instance.start(lab);

    expect(writers.acknowledged).toBeGreaterThan(before);
    expect(writers.lostMs(await next.users())).toBe(0);
  }, 180_000);
});
