import { alertOf } from '../cloudwatch/alert-of';
import type { Firing } from '../firing';
import type { Scenario } from '../world';
import { deploymentEvent, place } from './events';
import { type Json, type JsonObject, matches } from './pattern';

/** A statement of a policy, as the stacks write it. */
interface Statement {
  readonly Effect: string;
  readonly Principal: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: JsonObject;
}

interface Policy {
  readonly Statement: readonly Statement[];
}

type Resources<Kind> = Readonly<Record<string, Kind>>;

/** The part of a synthesized stack through which an event gets to somebody. */
export interface EventDocument {
  readonly resource: {
    readonly aws_cloudwatch_event_rule?: Resources<{
      readonly name: string;
      readonly state: string;
      readonly event_pattern: JsonObject;
    }>;
    readonly aws_cloudwatch_event_target?: Resources<{
      readonly rule: string;
      readonly arn: string;
      readonly input_transformer: {
        readonly input_paths: Readonly<Record<string, string>>;
        readonly input_template: string;
      };
    }>;
    readonly aws_sns_topic?: Resources<{ readonly kms_master_key_id?: string }>;
    readonly aws_sns_topic_policy?: Resources<{ readonly arn: string; readonly policy: Policy }>;
    readonly aws_sns_topic_subscription?: Resources<{ readonly topic_arn: string }>;
    readonly aws_kms_key?: Resources<{ readonly policy: Policy }>;
  };
}

/** What EventBridge tells somebody during a scenario: an event has a minute, and no end. */
export function eventFirings(scenario: Scenario, document: EventDocument): Firing[] {
  return (scenario.news ?? []).flatMap((news) => {
    const event = deploymentEvent(scenario, news);
    return deliveries(document, event).map(({ rule, topic }) => ({
      alert: alertOf({ alarm_name: rule, alarm_actions: [topic] }),
      from: news.minute,
      to: news.minute,
    }));
  });
}

/** A message that reaches somebody. */
export interface Delivery {
  readonly rule: string;
  readonly topic: string;
  readonly message: string;
}

/** Every message that an event becomes: of the rules that match it, to topics that take it and that somebody reads. */
export function deliveries(document: EventDocument, event: JsonObject): Delivery[] {
  const { resource } = document;
  const targets = Object.values(resource.aws_cloudwatch_event_target ?? {});
  return Object.entries(resource.aws_cloudwatch_event_rule ?? {}).flatMap(([id, rule]) => {
    const pattern = resolved(rule.event_pattern, document) as JsonObject;
    if (rule.state !== 'ENABLED' || !matches(pattern, event)) return [];
    return targets
      .filter((target) => target.rule === `\${aws_cloudwatch_event_rule.${id}.name}`)
      .filter(({ arn }) => isHeard(arn, document))
      .map(({ arn, input_transformer: transformer }) => ({
        rule: rule.name,
        topic: arn,
        message: messageOf(transformer.input_paths, transformer.input_template, event),
      }));
  });
}

/** Whether EventBridge may publish to a topic, with its key, and somebody is subscribed to it. */
function isHeard(arn: string, { resource }: EventDocument): boolean {
  const [, id = ''] = /^\$\{aws_sns_topic\.(\w+)\.arn\}$/.exec(arn) ?? [];
  const topic = resource.aws_sns_topic?.[id];
  if (!topic) throw new Error(`'${arn}' is no topic of the stack`);
  const readers = Object.values(resource.aws_sns_topic_subscription ?? {});
  if (!readers.some((reader) => reader.topic_arn === arn)) return false;
  const policies = Object.values(resource.aws_sns_topic_policy ?? {});
  const own = policies.find((policy) => policy.arn === arn)?.policy;
  if (!allowsEvents(own, ['sns:Publish'], arn)) return false;
  const keyArn = topic.kms_master_key_id;
  if (keyArn === undefined) return true;
  const [, keyId = ''] = /^\$\{aws_kms_key\.(\w+)\.arn\}$/.exec(keyArn) ?? [];
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey*'];
  return allowsEvents(resource.aws_kms_key?.[keyId]?.policy, actions, '*');
}

/**
 * Whether a policy lets EventBridge do something. A condition is taken for one that it does not fulfil: it may name no source
 * (ADR 0026). What denies it only without TLS denies nothing to a service of AWS.
 */
function allowsEvents(
  policy: Policy | undefined,
  actions: readonly string[],
  resource: string,
): boolean {
  const statements = policy?.Statement ?? [];
  for (const { Effect, Condition } of statements) {
    const insecure = JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}';
    if (Effect !== 'Allow' && !insecure) throw new Error('a policy denies what is not known here');
  }
  const granted = statements
    .filter(({ Effect, Principal }) => Effect === 'Allow' && Principal.Service === service)
    .filter(({ Resource, Condition }) => Resource === resource && Condition === undefined)
    .flatMap(({ Action }) => [Action].flat());
  return actions.every((action) => granted.includes(action));
}

const service = 'events.amazonaws.com';

/** The text that an input transformer makes of an event. */
function messageOf(
  paths: Readonly<Record<string, string>>,
  template: string,
  event: JsonObject,
): string {
  const text = template.replaceAll(/<(\w+)>/g, (_, name: string) => {
    const steps = paths[name]?.match(/\w+/g) ?? [];
    const found = steps.reduce<unknown>(
      (value, step) => (value as Readonly<Record<string, unknown>> | undefined)?.[step],
      event,
    );
    return typeof found === 'string' ? found : '';
  });
  return JSON.parse(text) as string;
}

/** A value with what only a deployment knows: the account, the region, and what other resources are called. */
function resolved(value: Json, document: EventDocument): Json {
  const text = JSON.stringify(value).replaceAll(/\$\{([^}]+)\}/g, (_, reference: string) => {
    const [, kind = '', id = '', attribute = ''] =
      /^((?:data\.)?\w+)\.(\w+)\.(\w+)$/.exec(reference) ?? [];
    if (kind === 'data.aws_partition') return place.partition;
    if (kind === 'data.aws_region') return place.region;
    if (kind === 'data.aws_caller_identity') return place.account;
    const all = document.resource as Readonly<Record<string, Resources<JsonObject> | undefined>>;
    const found = all[kind]?.[id]?.[attribute];
    if (typeof found === 'string') return found;
    throw new Error(`'${reference}' is not known before a deployment`);
  });
  return JSON.parse(text) as Json;
}
