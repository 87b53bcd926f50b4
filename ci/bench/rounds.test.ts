import { measureRounds } from './rounds';

describe('the measured programs', () => {
  it('write the same stacks, so that their times may be compared', async () => {
    const { documents } = await measureRounds(0);

    expect(Object.keys(documents)).toEqual(
      expect.arrayContaining(['ecs-prod', 'gcp-run', 'local']),
    );
  }, 30_000);
});
