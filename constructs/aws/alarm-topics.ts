import type { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Severity } from '../core/burn-rate';
import { known } from '../core/known';
import { constructId, pascalCase } from '../core/naming';
import { type Notify, targetOf } from '../core/notify';
import { Account } from './account';
import { createKey } from './encryption-key';

/** Props of AlarmTopics. */
export interface AlarmTopicsProps {
  /** Start of the names. */
  readonly name: string;

  /** Region, for the ARNs of the alarms that may publish. */
  readonly region: string;

  /** Who is told: addresses, and topics of the region. */
  readonly notify: readonly Notify[];

  /** Severities that have alarms. */
  readonly severities: readonly Severity[];

  /** The provider of another region, or undefined. */
  readonly provider: AwsProvider | undefined;
}

/**
 * Where alarms of one region go.
 *
 * Creates: a key, and per severity that somebody is told of by email a topic with its policy and subscriptions.
 *
 * Safe by default: encrypted with a key of its own, TLS only; of alarms only those of this account publish, EventBridge
 * without a condition (ADR 0026).
 */
export class AlarmTopics extends Construct {
  /** ARNs that an alarm of each severity publishes to. */
  public readonly actions: Readonly<Record<Severity, readonly string[]>>;

  /** What must exist before somebody publishes. */
  public readonly ready: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmTopicsProps,
  ) {
    super(scope, id);
    const emails = props.notify.filter(({ way }) => way.kind === 'email');
    const needed = props.severities.filter((one) => addressesOf(emails, one).length > 0);
    const key = needed.length > 0 ? this.createKey() : undefined;
    const policies: SnsTopicPolicy[] = [];
    const topics = needed.map((severity) => {
      const topic = this.createTopic(severity, key?.arn);
      policies.push(this.createPolicy(severity, topic));
      this.subscribe(severity, topic, addressesOf(emails, severity));
      return [severity, topic.arn] as const;
    });
    this.ready = policies;
    const made = new Map<Severity, string>(topics);
    this.actions = { page: this.actionsOf('page', made), ticket: this.actionsOf('ticket', made) };
  }

  private actionsOf(severity: Severity, made: ReadonlyMap<Severity, string>): string[] {
    const own = made.get(severity);
    const given = this.props.notify.filter(
      ({ way, severities }) => way.kind === 'topic' && severities.includes(severity),
    );
    return [...(own === undefined ? [] : [own]), ...given.map(({ way }) => targetOf(way))];
  }

  private createTopic(severity: Severity, keyArn: string | undefined): SnsTopic {
    const name = `${this.props.name}-${severity}`;
    return new SnsTopic(this, `${pascalCase(severity)}Topic`, {
      name,
      displayName: name,
      fifoTopic: false,
      kmsMasterKeyId: keyArn,
      tags: { Name: name },
      provider: this.props.provider,
    });
  }

  private createPolicy(severity: Severity, topic: SnsTopic): SnsTopicPolicy {
    return new SnsTopicPolicy(this, `${pascalCase(severity)}Policy`, {
      arn: topic.arn,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { ...this.alarmsMay('Alarms', ['sns:Publish']), Resource: topic.arn },
          { ...this.eventsMay('Events', ['sns:Publish']), Resource: topic.arn },
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'sns:Publish',
            Resource: topic.arn,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
      provider: this.props.provider,
    });
  }

  private subscribe(severity: Severity, topic: SnsTopic, addresses: readonly string[]): void {
    for (const [at, endpoint] of addresses.entries()) {
      // one more address must not move the others, whose readers would have to confirm again
      const id = known(endpoint) ? constructId(endpoint) : String(at + 1);
      new SnsTopicSubscription(this, `${pascalCase(severity)}Email${id}`, {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint,
        rawMessageDelivery: false,
        provider: this.props.provider,
      });
    }
  }

  private createKey(): KmsKey {
    const { name, provider } = this.props;
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey*'];
    return createKey(this, 'Key', {
      name: `${name}-alarms`,
      encrypts: `what the alarms of ${name} tell`,
      users: [
        { ...this.alarmsMay('Alarms', actions), Resource: '*' },
        { ...this.eventsMay('Events', actions), Resource: '*' },
      ],
      provider,
    });
  }

  // SECURITY(SNS): the alarms of nobody else's account
  private alarmsMay(sid: string, actions: readonly string[]) {
    const { partition, accountId } = Account.of(this);
    const alarms = `arn:${partition}:cloudwatch:${this.props.region}:${accountId}:alarm:*`;
    return {
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: actions,
      Condition: {
        ArnLike: { 'aws:SourceArn': alarms },
        StringEquals: { 'aws:SourceAccount': accountId },
      },
    };
  }

  /** Without a condition: EventBridge may name no source, and its messages would be lost without a word (ADR 0026). */
  private eventsMay(sid: string, actions: readonly string[]) {
    return {
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: actions,
    };
  }
}

function addressesOf(notify: readonly Notify[], severity: Severity): string[] {
  const told = notify.filter(({ severities }) => severities.includes(severity));
  return [...new Set(told.map(({ way }) => targetOf(way)))].sort();
}
