import { deployStack, exitCodes, type Plan, type World } from './deployment';
import type { Revision } from './last-good';

/** What a world is like, and what was done in it. */
interface Setting {
  readonly good?: Revision;
  readonly changes?: boolean;
  readonly refused?: readonly (readonly string[])[];
  /** What each smoke comes to, in turn. */
  readonly smokes?: readonly boolean[];
  readonly serials?: readonly string[];
  readonly applyFails?: boolean;
  readonly interrupted?: boolean;
  /** What was the last thing done when Ctrl-C was pressed. */
  readonly interruptedIn?: string;
}

const good: Revision = {
  stack: 'ecs-prod',
  fingerprint: 'old',
  commit: 'abc',
  images: [],
  document: '{}',
};

async function deployed(setting: Setting) {
  const done: string[] = [];
  const said: string[] = [];
  const [smokes, serials, refused] = [
    [...(setting.smokes ?? [true])],
    [...(setting.serials ?? [])],
    [...(setting.refused ?? [])],
  ];
  const plan = (fingerprint: string): Plan => ({
    changes: setting.changes ?? true,
    summary: '1 to update',
    fingerprint,
    images: [],
  });
  const world: World = {
    stack: 'ecs-prod',
    say: (text) => said.push(text),
    plan: (revision) => {
      done.push(revision ? `plan ${revision.commit}` : 'plan');
      return Promise.resolve(plan(revision ? revision.fingerprint : 'new'));
    },
    refused: () => Promise.resolve(refused.shift() ?? []),
    apply: () => {
      done.push('apply');
      return setting.applyFails ? Promise.reject(new Error('no')) : Promise.resolve();
    },
    smoke: () => {
      done.push('smoke');
      return Promise.resolve(smokes.shift() ?? false);
    },
    serial: () => Promise.resolve(serials.shift() ?? 'same'),
    lastGood: () => Promise.resolve(setting.good),
    remember: ({ fingerprint }) => {
      done.push(`remember ${fingerprint}`);
      return Promise.resolve();
    },
    interrupted: () => setting.interrupted ?? done.at(-1) === setting.interruptedIn,
  };
  const code = await deployStack(world);
  return { code, done, said: said.join('\n') };
}

describe('stack:deploy', () => {
  it('applies what was planned, asks it, and remembers it', async () => {
    const { code, done } = await deployed({ good });

    expect(code).toBe(0);
    expect(done).toEqual(['plan', 'apply', 'smoke', 'remember new']);
  });

  it('ends by Ctrl-C where Terraform was interrupted, and says what that says', async () => {
    const { code, said, done } = await deployed({ good, applyFails: true, interrupted: true });

    expect(code).toBe(exitCodes.interrupted);
    expect(said).toMatch(/^no\nstopped; what was applied stays, .* goes on$/m);
    expect(done).toEqual(['plan', 'apply']);
  });

  it('deploys nothing where what is there was found good', async () => {
    const { code, done, said } = await deployed({
      changes: false,
      good: { ...good, fingerprint: 'new' },
    });

    expect(code).toBe(0);
    expect(done).toEqual(['plan']);
    expect(said).toBe('nothing to deploy: ecs-prod is what was found good before, commit abc');
  });

  it('asks what was applied by a run that ended before it asked', async () => {
    const { code, done } = await deployed({ changes: false, good });

    expect(code).toBe(0);
    expect(done).toEqual(['plan', 'smoke', 'remember new']);
  });

  it('fails when an image is refused, before anything is changed', async () => {
    const { code, done, said } = await deployed({ good, refused: [['goapp is not signed']] });

    expect(code).toBe(exitCodes.failed);
    expect(done).toEqual(['plan']);
    expect(said).toBe('goapp is not signed\necs-prod was not changed');
  });

  it('goes back when the smoke fails, and says both', async () => {
    const { code, done, said } = await deployed({ good, smokes: [false, true] });

    expect(code).toBe(exitCodes.wentBack);
    expect(done).toEqual(['plan', 'apply', 'smoke', 'plan abc', 'apply', 'smoke']);
    expect(said).toMatch(
      /the smoke of the new revision of ecs-prod failed; the last good revision, commit abc, is back and passes it$/,
    );
  });

  it('fails when the last good revision fails its smoke, too', async () => {
    const { code, said } = await deployed({ good, smokes: [false, false] });

    expect(code).toBe(exitCodes.lost);
    expect(said).toMatch(/commit abc, is not back: its smoke fails too$/);
  });

  it('fails when an image of the last good revision is refused by now', async () => {
    const { code, done, said } = await deployed({
      good,
      smokes: [false],
      refused: [[], ['goapp is gone']],
    });

    expect(code).toBe(exitCodes.lost);
    expect(done).toEqual(['plan', 'apply', 'smoke', 'plan abc']);
    expect(said).toMatch(/is not back: goapp is gone$/);
  });

  it('leaves what is there when no revision was ever found good', async () => {
    const { code, done, said } = await deployed({ smokes: [false] });

    expect(code).toBe(exitCodes.lost);
    expect(done).toEqual(['plan', 'apply', 'smoke']);
    expect(said).toMatch(/none was ever found good; what was applied stays$/);
  });

  it('takes nothing back that somebody else has deployed meanwhile', async () => {
    const { code, done, said } = await deployed({ good, smokes: [false], serials: ['1', '2'] });

    expect(code).toBe(exitCodes.lost);
    expect(done).toEqual(['plan', 'apply', 'smoke']);
    expect(said).toMatch(/somebody else has changed ecs-prod since; nothing is taken back$/);
  });

  it('asks nothing after Ctrl-C, and says how it goes on', async () => {
    const { code, done, said } = await deployed({ good, interrupted: true });

    expect(code).toBe(exitCodes.interrupted);
    expect(done).toEqual(['plan', 'apply']);
    expect(said).toMatch(/the next 'npm run stack:deploy -- ecs-prod' goes on$/);
  });

  it('ends by Ctrl-C on the way back, too', async () => {
    const { code, said } = await deployed({
      good,
      smokes: [false],
      interruptedIn: 'plan abc',
      refused: [[], ['the registry does not answer']],
    });

    expect(code).toBe(exitCodes.interrupted);
    expect(said).toMatch(/is not back: the registry does not answer\nstopped; /);
  });

  it('hands on why an apply failed', async () => {
    await expect(deployed({ good, applyFails: true })).rejects.toThrow('no');
  });
});
