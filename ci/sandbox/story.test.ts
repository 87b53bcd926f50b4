import { bringUp, takeDown, type World } from './story';

const fine = { code: 0, output: '' };

/** A world that notes what is done to it. */
function worldWith(changes: Partial<World> = {}) {
  const done: string[] = [];
  const said: string[] = [];
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve(fine);
  };
  const world: World = {
    say: (text) => void said.push(text),
    missingTools: () => Promise.resolve([]),
    identity: () => Promise.resolve({ accountId: '123456789012', region: 'eu-west-1' }),
    synthesize: () => note('synthesize'),
    cost: () => 'Together 6.54',
    deploy: (stack) => note(`deploy ${stack}`),
    destroy: (stack) => note(`destroy ${stack}`),
    pushImage: () => note('push'),
    url: () => Promise.resolve('https://x.execute-api.eu-west-1.amazonaws.com'),
    freeRoles: () => note('free roles').then(() => undefined),
    removeRevisions: () => note('revisions').then(() => 2),
    removeStrays: () => note('strays').then(() => 0),
    leftovers: () => Promise.resolve([]),
    interrupted: () => false,
    ...changes,
  };
  return { world, done, said };
}

describe('sandbox:up', () => {
  it('makes the registry, pushes the image, and only then starts the service', async () => {
    const { world, done, said } = worldWith();

    expect(await bringUp(world)).toBe(0);
    expect(done).toEqual([
      'synthesize',
      'deploy ecs-sandbox-registry',
      'push',
      'deploy ecs-sandbox',
    ]);
    expect(said.join('\n')).toContain('https://x.execute-api.eu-west-1.amazonaws.com');
  });

  it('says what it costs before it makes anything', async () => {
    const { world, said } = worldWith();

    await bringUp(world);

    const at = (text: string) => said.findIndex((one) => one.includes(text));
    expect(at('Together 6.54')).toBeGreaterThan(-1);
    expect(at('Together 6.54')).toBeLessThan(at('1/3'));
  });

  it('does nothing where a tool is missing, and names it', async () => {
    const { world, done, said } = worldWith({
      missingTools: () => Promise.resolve(['missing: Docker; install it and run again']),
    });

    expect(await bringUp(world)).toBe(1);
    expect(done).toEqual([]);
    expect(said).toEqual(['missing: Docker; install it and run again']);
  });

  it('does nothing without credentials, and says so in one sentence', async () => {
    const { world, done, said } = worldWith({
      identity: () => Promise.resolve({ problem: 'no credentials for AWS were found' }),
    });

    expect(await bringUp(world)).toBe(1);
    expect(done).toEqual([]);
    expect(said).toEqual(['no credentials for AWS were found']);
  });

  it('ends with the output of the step that failed, and begins no other', async () => {
    const { world, done, said } = worldWith({
      pushImage: () => Promise.resolve({ code: 1, output: 'no space left' }),
    });

    expect(await bringUp(world)).toBe(1);
    expect(done).toEqual(['synthesize', 'deploy ecs-sandbox-registry']);
    expect(said.join('\n')).toContain('| no space left');
    expect(said.join('\n')).toMatch(/failed\. What was made is still there and costs/);
  });

  it('begins no other step after Ctrl-C, and says how to go on and how to clean up', async () => {
    let interrupted = false;
    const { world, done, said } = worldWith({
      pushImage: () => {
        interrupted = true;
        return Promise.resolve(fine);
      },
      interrupted: () => interrupted,
    });

    expect(await bringUp(world)).toBe(130);
    expect(done).not.toContain('deploy ecs-sandbox');
    expect(said.at(-1)).toMatch(/^stopped\. .*sandbox:up.*sandbox:down/);
  });

  it('shows why the stacks cannot be synthesized', async () => {
    const { world, done, said } = worldWith({
      synthesize: () => Promise.resolve({ code: 1, output: "'SLIPWAY_AWS_REGION' is 'x'" }),
    });

    expect(await bringUp(world)).toBe(1);
    expect(done).toEqual([]);
    expect(said.at(-1)).toContain('SLIPWAY_AWS_REGION');
  });
});

describe('sandbox:down', () => {
  it('destroys in reverse order and says that nothing is left', async () => {
    const { world, done, said } = worldWith();

    expect(await takeDown(world)).toBe(0);
    expect(done).toEqual([
      'synthesize',
      'free roles',
      'destroy ecs-sandbox',
      'destroy ecs-sandbox-registry',
      'revisions',
      'strays',
    ]);
    expect(said.at(-1)).toMatch(/Nothing is left that costs/);
  });

  it('fails where the account still holds something, and names it', async () => {
    const { world, said } = worldWith({ leftovers: () => Promise.resolve(['network vpc-1']) });

    expect(await takeDown(world)).toBe(1);
    expect(said.at(-1)).toMatch(/^still there: network vpc-1\./);
  });

  it('keeps the registry where the service could not be destroyed', async () => {
    const { world, done } = worldWith({
      destroy: () => Promise.resolve({ code: 1, output: 'DependencyViolation' }),
    });

    expect(await takeDown(world)).toBe(1);
    expect(done).toEqual(['synthesize', 'free roles']);
  });

  it('says what it deleted that no state knew', async () => {
    const { world, said } = worldWith({ removeStrays: () => Promise.resolve(3) });

    await takeDown(world);

    expect(said.join('\n')).toContain(
      '3 of cluster, roles and log groups that Terraform did not know',
    );
  });
});
