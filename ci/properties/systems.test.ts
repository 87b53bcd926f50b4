import { aws } from './aws';
import { docker } from './docker';
import { gcp } from './gcp';
import type { Platform } from './platform';
import { runSeries } from './series';

// PROPERTY_RUNS=1000 PROPERTY_SEED=7 npx jest ci/properties/systems.test.ts: more systems, and others
const { PROPERTY_RUNS = '40', PROPERTY_SEED = '1', PROPERTY_PLATFORM } = process.env;
const runs = Number(PROPERTY_RUNS);
const platforms = ([aws, gcp, docker] as Platform[]).filter(
  ({ name }) => (PROPERTY_PLATFORM ?? name) === name,
);
jest.setTimeout(60_000 + runs * 2000);

describe.each(platforms)('random systems on $name', (platform) => {
  it('are refused with reasons, or synthesize to what provider and review understand', () => {
    const { legal, refused, fault } = runSeries(platform, Number(PROPERTY_SEED), runs);

    expect(fault).toBe('');
    expect(legal / runs).toBeGreaterThanOrEqual(0.4);
    expect(refused).toBeGreaterThan(0);
  });
});
