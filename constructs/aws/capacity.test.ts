import { Token } from 'cdktf';
import { workload } from './cluster.fixture';
import { Capacity } from './capacity';
import { container, synthOne } from './fargate-service.fixture';
import { Scaling } from './scaling';

const strategyOf = (capacity?: Capacity) =>
  synthOne({ capacity }).one('aws_ecs_service').capacity_provider_strategy;

describe('Capacity', () => {
  it('is ordinary unless told otherwise', () => {
    const onDemand = [{ capacity_provider: 'FARGATE', base: 0, weight: 1 }];

    expect(strategyOf()).toEqual(onDemand);
    expect(strategyOf(Capacity.onDemand())).toEqual(onDemand);
  });

  it('keeps a base on ordinary capacity and shares out the rest', () => {
    const capacity = Capacity.spot({ onDemandBase: 2, onDemandWeight: 1, spotWeight: 3 });

    expect(strategyOf(capacity)).toEqual([
      { capacity_provider: 'FARGATE', base: 2, weight: 1 },
      { capacity_provider: 'FARGATE_SPOT', base: 0, weight: 3 },
    ]);
  });

  it('keeps one task on ordinary capacity and all others on Spot where nothing is said', () => {
    expect(strategyOf(Capacity.spot())).toEqual([
      { capacity_provider: 'FARGATE', base: 1, weight: 0 },
      { capacity_provider: 'FARGATE_SPOT', base: 0, weight: 1 },
    ]);
  });

  it('is Spot alone for what says that it may be away, also as one task', () => {
    const resource = synthOne({ capacity: Capacity.onlySpot(), scaling: Scaling.fixed(1) });

    expect(resource.one('aws_ecs_service').capacity_provider_strategy).toEqual([
      { capacity_provider: 'FARGATE_SPOT', base: 0, weight: 1 },
    ]);
    expect(container(resource).stopTimeout).toBe(120);
  });

  it('changes in place: a new strategy is a new deployment, there and back', () => {
    for (const capacity of [Capacity.onDemand(), Capacity.spot(), Capacity.onlySpot()]) {
      const resource = synthOne({ capacity }).one('aws_ecs_service');

      expect(resource.force_new_deployment).toBe(true);
      expect(resource).not.toHaveProperty('launch_type');
    }
  });

  it('gives a task on Spot all of the notice to end, unless the workload says how long it takes', () => {
    const stopTimeout = (capacity: Capacity, shutdownSeconds?: number) =>
      container(synthOne({ capacity, workload: { ...workload, shutdownSeconds } })).stopTimeout;

    expect(stopTimeout(Capacity.onDemand())).toBe(30);
    expect(stopTimeout(Capacity.spot())).toBe(120);
    expect(stopTimeout(Capacity.spot(), 45)).toBe(45);
  });

  it.each<[string, Capacity, Scaling, RegExp]>([
    [
      'one task',
      Capacity.spot(),
      Scaling.fixed(1),
      /'capacity' is Spot, but 'scaling' keeps 1 task: .* keep 2, use Capacity.onDemand\(\)/,
    ],
    [
      'one task at the least',
      Capacity.spot(),
      Scaling.cpu({ minTasks: 1 }),
      /'scaling' keeps 1 task/,
    ],
    [
      'nothing but Spot',
      Capacity.spot({ onDemandBase: 0 }),
      Scaling.cpu(),
      /neither 'onDemandBase' nor 'onDemandWeight', so that AWS may take every task back/,
    ],
    [
      'no task left for Spot',
      Capacity.spot({ onDemandBase: 4 }),
      Scaling.fixed(4),
      /an 'onDemandBase' of 4, which leaves no task for Spot with 4 at the most/,
    ],
    [
      'a base below nothing',
      Capacity.spot({ onDemandBase: -1 }),
      Scaling.cpu(),
      /a whole 'onDemandBase' from 0 to 100000, got -1/,
    ],
    [
      'no share of Spot',
      Capacity.spot({ spotWeight: 0 }),
      Scaling.cpu(),
      /a whole 'spotWeight' from 1 to 1000, got 0/,
    ],
    [
      'half a share',
      Capacity.spot({ onDemandWeight: 0.5 }),
      Scaling.cpu(),
      /a whole 'onDemandWeight' from 0 to 1000, got 0.5/,
    ],
  ])('fails when it has %s', (_, capacity, scaling, message) => {
    expect(() => synthOne({ capacity, scaling })).toThrow(message);
  });

  it('does not judge a base that is not known yet', () => {
    const onDemandBase = Token.asNumber({ Ref: 'unknown' });

    expect(() => synthOne({ capacity: Capacity.spot({ onDemandBase }) })).not.toThrow();
  });
});
