import { readFileSync } from 'node:fs';
import { renderRules } from '../observability/rules';
import { type AlarmDocument, cloudWatchFirings } from './cloudwatch/alarms';
import { type EventDocument, eventFirings } from './eventbridge/delivery';
import type { Firing } from './firing';
import { type LogPolicyDocument, logFirings } from './logging/policies';
import { composeFirings, composeQuestions } from './promql/compose';
import { googleFirings, googleQuestions, type PolicyDocument, policyRules } from './promql/google';
import type { Fired, Question } from './promql/promtool';
import type { Scenario } from './world';

/** Where alarms are: the stack or file that holds them, and how they are evaluated. */
export interface Platform {
  readonly name: PlatformName;
  /** The alarms as text, so that a mistake can be made in them. */
  readonly alarms: string;
  /** How often the text names an alarm that is evaluated. */
  readonly count: number;
  /** What the engine of Prometheus must be asked; empty where it is not the engine. */
  readonly questions: (scenario: Scenario, alarms: string) => Map<string, Question>;
  readonly firings: (
    scenario: Scenario,
    alarms: string,
    answers: ReadonlyMap<string, readonly Fired[]>,
  ) => Firing[];
}

/** Name of a platform, as the tables write it. */
export type PlatformName = 'compose' | 'ecs-prod' | 'gcp-run';

/** Every platform that has alarms. */
export function allPlatforms(): Platform[] {
  return [compose(), ecs(), google()];
}

function compose(): Platform {
  const alarms = renderRules();
  return {
    name: 'compose',
    alarms,
    count: alarms.match(/alert:/g)?.length ?? 0,
    questions: composeQuestions,
    firings: (scenario, _, answers) => composeFirings(scenario, answers),
  };
}

function ecs(): Platform {
  const alarms = snapshot('ecs-prod');
  return {
    name: 'ecs-prod',
    alarms,
    count: alarms.match(/"alarm_name"/g)?.length ?? 0,
    questions: () => new Map(),
    firings: (scenario, text) => {
      const document = JSON.parse(text) as AlarmDocument & EventDocument;
      return [...cloudWatchFirings(scenario, document), ...eventFirings(scenario, document)];
    },
  };
}

function google(): Platform {
  const alarms = snapshot('gcp-run');
  const rules = (text: string) => policyRules(JSON.parse(text) as PolicyDocument);
  return {
    name: 'gcp-run',
    alarms,
    count: rules(alarms).length,
    questions: (scenario, text) => googleQuestions(scenario, rules(text)),
    firings: (scenario, text, answers) => [
      ...googleFirings(scenario, answers),
      ...logFirings(scenario, JSON.parse(text) as LogPolicyDocument),
    ],
  };
}

/** What the stack synthesizes, which a test holds current, in one line. */
function snapshot(stack: string): string {
  const text = readFileSync(`stacks/__snapshots__/${stack}.json`, 'utf8');
  return JSON.stringify(JSON.parse(text));
}
