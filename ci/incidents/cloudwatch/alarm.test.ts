import { type MetricAlarmJson, type MetricSource, statesOf } from './alarm';
import type { Samples } from './statistic';

const alarm: MetricAlarmJson = {
  alarm_name: 'errors',
  namespace: 'AWS/ECS',
  metric_name: 'errors',
  statistic: 'Sum',
  period: 300,
  comparison_operator: 'GreaterThanThreshold',
  threshold: 10,
  evaluation_periods: 1,
  treat_missing_data: 'notBreaching',
};

/** One value for each minute; undefined is missing. */
function minutes(...values: readonly (number | undefined)[]): Samples {
  return values.map((value) => (value === undefined ? [] : [{ value, count: 1 }]));
}

const times = (count: number, value?: number) => Array<number | undefined>(count).fill(value);
const of =
  (samples: Samples): MetricSource =>
  () =>
    samples;

/** Minutes in which an alarm is in ALARM, as the first and the last. */
function firing(
  alarm: MetricAlarmJson,
  source: MetricSource,
  length: number,
): (number | undefined)[] {
  const states = statesOf(alarm, source, length);
  const first = states.indexOf('ALARM');
  return first < 0 ? [] : [first, states.lastIndexOf('ALARM')];
}

describe('an alarm', () => {
  it('looks at a window that slides from minute to minute', () => {
    const samples = minutes(...times(7, 0), 6, 6, ...times(10, 0));

    // the sum of five minutes is above 10 from the second of them until the first leaves the window
    expect(firing(alarm, of(samples), 19)).toEqual([8, 11]);
  });

  it('fires when M of N periods are breaching', () => {
    const twoOfThree = { ...alarm, period: 60, evaluation_periods: 3, datapoints_to_alarm: 2 };
    const samples = minutes(0, 0, 0, 11, 0, 11, 0, 0, 0, 0);

    expect(firing(twoOfThree, of(samples), 10)).toEqual([5, 5]);
  });

  it('reads math over several metrics, in whatever order it is written', () => {
    const metric = (id: string) => ({
      id,
      metric: [{ namespace: 'n', metric_name: id, period: 60, stat: 'Sum' }],
    });
    const share = {
      ...alarm,
      threshold: 5,
      metric_query: [
        { id: 'share', expression: 'IF(count, 100 * count / requests, 0)', return_data: true },
        { id: 'count', expression: 'FILL(errors, 0)' },
        metric('errors'),
        metric('requests'),
      ],
    };
    const source: MetricSource = ({ name }) =>
      name === 'errors' ? minutes(undefined, 4, 6, undefined) : minutes(100, 100, 100, 100);

    expect(firing(share, source, 4)).toEqual([2, 2]);
  });

  it('is evaluated once an hour where it looks back over more than a day', () => {
    const long = { ...alarm, period: 3600, evaluation_periods: 25, datapoints_to_alarm: 1 };
    const samples = minutes(...times(61, 0), 11, ...times(120, 0));

    expect(firing(long, of(samples), 182)[0]).toBe(119);
  });

  it.each([
    [{ comparison_operator: 'GreaterThanUpperThreshold' }, 'is unknown'],
    [{ statistic: 'Median' }, 'no statistic'],
    [
      {
        metric_query: [60, 300].map((period, index) => ({
          id: `m${index}`,
          metric: { namespace: 'n', metric_name: 'm', period, stat: 'Sum' },
        })),
      },
      'periods that differ',
    ],
  ])('fails when it has what is not evaluated here: %j', (change, problem) => {
    expect(() => statesOf({ ...alarm, ...change }, of(minutes(1)), 1)).toThrow(problem);
  });
});
