import { readFileSync } from 'node:fs';
import { minutesBefore, type Scenario } from '../world';
import type { AlarmDocument } from './alarms';
import { gateFirings, type GatedService } from './gate';
import type { AlarmState } from './state';

const { resource } = JSON.parse(
  readFileSync('stacks/__snapshots__/ecs-prod.json', 'utf8'),
) as AlarmDocument;
const gated = Object.values(resource.aws_ecs_service ?? {}).filter(({ alarms }) => alarms);

it.each(gated)('$name is rolled back by alarms of its own that exist', ({ name, alarms }) => {
  const existing = Object.values(resource.aws_cloudwatch_metric_alarm ?? {});

  for (const alarm of alarms?.alarm_names ?? []) {
    expect(existing.map(({ alarm_name: one }) => one)).toContain(alarm);
    expect(alarm.startsWith(`${name}-`)).toBe(true);
  }
  expect(alarms?.alarm_names.length).toBeGreaterThan(0);
});

it('every service that somebody asks by HTTP is', () => {
  // both speak through sockets, which have no numbers about requests
  const others = ['prod-pythonapp', 'prod-webapp'];
  const all = Object.values(resource.aws_ecs_service ?? {}).map(({ name }) => name);

  expect(all.filter((name) => !gated.some((one) => one.name === name)).sort()).toEqual(others);
});

describe('the gate of a deployment', () => {
  const scenario: Scenario = {
    name: 'any',
    story: 'any',
    subject: 'api',
    minutes: 10,
    during: () => ({}),
    news: [
      { minute: 2, state: 'begins' },
      { minute: 6, state: 'fails', cause: 'alarm' },
    ],
  };
  const service: GatedService = {
    name: 'prod-api',
    alarms: { alarm_names: ['errors'], enable: true, rollback: true },
  };
  const firing = (from: number, to: number): Map<string, AlarmState[]> => {
    const states = Array.from({ length: minutesBefore + 20 }, (_, index): AlarmState => {
      const minute = index - minutesBefore;
      return minute >= from && minute <= to ? 'ALARM' : 'OK';
    });
    return new Map([['errors', states]]);
  };
  const gate = (states: Map<string, AlarmState[]>, of: GatedService = service) =>
    gateFirings(scenario, [of], states).map(({ from, to }) => [from, to]);

  it('goes back when an alarm begins to fire', () => {
    expect(gate(firing(4, 9))).toEqual([[4, 6]]);
  });

  it('counts no alarm that fired already', () => {
    expect(gate(firing(1, 9))).toEqual([]);
  });

  it('counts nothing after the end', () => {
    expect(gate(firing(7, 9))).toEqual([]);
  });

  it.each([
    [{ alarm_names: ['others'], enable: true, rollback: true }],
    [{ alarm_names: ['errors'], enable: false, rollback: true }],
    [{ alarm_names: ['errors'], enable: true, rollback: false }],
  ])('stays with %j', (alarms) => {
    expect(gate(firing(4, 9), { ...service, alarms })).toEqual([]);
  });

  it('is that of its own service', () => {
    expect(gate(firing(4, 9), { ...service, name: 'prod-other' })).toEqual([]);
  });
});
