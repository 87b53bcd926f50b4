import { Capacity } from './capacity';
import { synthOne } from './fargate-service.fixture';
import { Scaling } from './scaling';
import type { ScheduledBounds } from './scaling-schedule';

const morning: ScheduledBounds = {
  name: 'morning',
  schedule: 'cron(0 7 ? * MON-FRI *)',
  timeZone: 'Europe/Berlin',
  minTasks: 6,
  maxTasks: 20,
};
const evening: ScheduledBounds = {
  name: 'evening',
  schedule: 'cron(0 20 ? * * *)',
  minTasks: 2,
  maxTasks: 4,
};
const scaled = (scaling: Scaling) => synthOne({ scaling });

describe('Scaling', () => {
  it('looks at the CPU alone and at all times unless told otherwise', () => {
    const stack = scaled(Scaling.cpu());

    expect(stack.counts()).toMatchObject({
      aws_appautoscaling_policy: 1,
      aws_appautoscaling_target: 1,
    });
    expect(stack.all('aws_appautoscaling_scheduled_action')).toEqual([]);
    expect(stack.one('aws_appautoscaling_target')).not.toHaveProperty('lifecycle');
  });

  it('looks at the memory too', () => {
    const policies = scaled(Scaling.cpu({ memoryTargetPercent: 70 })).all(
      'aws_appautoscaling_policy',
    );

    expect(policies).toHaveLength(2);
    expect(policies.find(({ name }) => name === 'memory')).toMatchObject({
      target_tracking_scaling_policy_configuration: {
        target_value: 70,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
        disable_scale_in: false,
        predefined_metric_specification: {
          predefined_metric_type: 'ECSServiceAverageMemoryUtilization',
        },
      },
    });
  });

  describe('with a schedule', () => {
    const stack = scaled(Scaling.cpu({ schedule: [morning, evening] }));

    it('changes the bounds at each time', () => {
      const actions = stack.all('aws_appautoscaling_scheduled_action');

      expect(actions).toHaveLength(2);
      expect(actions.find(({ name }) => name === 'morning')).toMatchObject({
        schedule: 'cron(0 7 ? * MON-FRI *)',
        timezone: 'Europe/Berlin',
        scalable_dimension: expect.stringContaining('.scalable_dimension') as unknown,
        scalable_target_action: { min_capacity: '6', max_capacity: '20' },
      });
      expect(actions.find(({ name }) => name === 'evening')).toMatchObject({ timezone: 'Etc/UTC' });
    });

    it('leaves the bounds to the schedule', () => {
      expect(stack.one('aws_appautoscaling_target').lifecycle).toEqual({
        ignore_changes: ['min_capacity', 'max_capacity'],
      });
    });

    it('does not depend on the order of the times', () => {
      const reversed = scaled(Scaling.cpu({ schedule: [evening, morning] }));

      expect(reversed.json).toEqual(stack.json);
    });
  });

  it.each<[string, readonly ScheduledBounds[], RegExp]>([
    ['one time only', [morning], /'scaling.schedule' has one time only, after which its bounds/],
    ['a name twice', [morning, { ...evening, name: 'morning' }], /has 'morning' twice/],
    [
      'a name that is none',
      [morning, { ...evening, name: 'At 8' }],
      /'scaling.schedule.name' must/,
    ],
    [
      'the cron of Unix',
      [morning, { ...evening, schedule: 'cron(0 20 * * *)' }],
      /'scaling.schedule.schedule' must be cron\(\) with six fields .* got 'cron\(0 20 \* \* \*\)'/,
    ],
    [
      'an unknown time zone',
      [morning, { ...evening, timeZone: 'UTC+1' }],
      /'scaling.schedule.timeZone' must be the IANA name of a time zone, got 'UTC\+1'/,
    ],
    ['no task at night', [morning, { ...evening, minTasks: 0 }], /at least 1 task, got 0/],
    [
      'bounds the wrong way round',
      [morning, { ...evening, minTasks: 5 }],
      /'maxTasks' of at least 'minTasks', got 4 and 5/,
    ],
  ])('fails when a schedule has %s', (_, schedule, message) => {
    expect(() => scaled(Scaling.cpu({ schedule }))).toThrow(message);
  });

  it('fails when the memory leaves no room', () => {
    expect(() => scaled(Scaling.cpu({ memoryTargetPercent: 95 }))).toThrow(
      /'memoryTargetPercent' from 10 to 90, got 95/,
    );
  });

  it('fails when the schedule leaves one task to Spot', () => {
    const scaling = Scaling.cpu({ schedule: [morning, { ...evening, minTasks: 1 }] });

    expect(() => synthOne({ scaling, capacity: Capacity.spot() })).toThrow(
      /'capacity' is Spot, but 'scaling' keeps 1 task/,
    );
  });
});
