import type { Severity } from './burn-rate';
import { known } from './known';
import { shown } from './validation';

/** What every way of telling somebody may choose. */
export interface NotifyOptions {
  /**
   * The alerts that go this way: those that somebody must act on now, or those of the next working day.
   *
   * @default ['page', 'ticket']
   */
  readonly severities?: readonly Severity[];
}

/** Where an alert goes to. */
export type NotifyWay =
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'topic'; readonly arn: string }
  | { readonly kind: 'channel'; readonly name: string };

/**
 * Who is told when an alarm fires. An email works on every platform; a topic of SNS is AWS's own way, and a notification
 * channel Google's, for people on call, chats and phones.
 *
 * @example
 * notify: [Notify.email('oncall@example.org'), Notify.topic(arn, { severities: ['page'] })]
 */
export class Notify {
  private constructor(
    /** Where it goes. */
    public readonly way: NotifyWay,
    /** The alerts that go there. */
    public readonly severities: readonly Severity[],
  ) {}

  /** An email to one address. On AWS its reader confirms the first one, and gets nothing before. */
  public static email(address: string, options: NotifyOptions = {}): Notify {
    return Notify.to({ kind: 'email', address }, options);
  }

  /** A standard topic of SNS, by its ARN: AWS only, for alarms of its region. Its policy and key must let them publish. */
  public static topic(arn: string, options: NotifyOptions = {}): Notify {
    return Notify.to({ kind: 'topic', arn }, options);
  }

  /** A notification channel that exists, as `projects/<project>/notificationChannels/<number>`: Google Cloud only. */
  public static channel(name: string, options: NotifyOptions = {}): Notify {
    return Notify.to({ kind: 'channel', name }, options);
  }

  private static to(way: NotifyWay, { severities = ['page', 'ticket'] }: NotifyOptions): Notify {
    return new Notify(way, severities);
  }
}

/**
 * Every problem of who is told, on a platform that knows email and one way of its own. A FIFO topic reaches
 * queues alone, and somebody named twice would be told everything twice.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html
 */
export function notifyProblems(notify: readonly Notify[], own: 'topic' | 'channel'): string[] {
  if (notify.length === 0) {
    return [
      `'notify' must name somebody, got []: an alarm that nobody hears is none; add Notify.email('oncall@example.org')`,
    ];
  }
  const unheard = (['page', 'ticket'] as const).filter(
    (severity) => !notify.some(({ severities }) => severities.includes(severity)),
  );
  return [
    ...notify.flatMap((one, index) => [
      ...wayProblem(`'notify[${String(index)}]'`, one, own),
      ...repeatProblem(`'notify[${String(index)}]'`, one, notify.slice(0, index)),
    ]),
    ...unheard.map(
      (severity) =>
        `'notify' must name somebody for alerts of severity '${severity}', got nobody; add it to 'severities' of one`,
    ),
  ];
}

function repeatProblem(place: string, one: Notify, before: readonly Notify[]): string[] {
  const target = targetOf(one.way);
  const at = before.findIndex(
    ({ way, severities }) =>
      targetOf(way) === target && severities.some((severity) => one.severities.includes(severity)),
  );
  if (!known(target) || at < 0) return [];
  const both = one.severities.filter((severity) => before[at]?.severities.includes(severity));
  return [
    `${place} names ${shown(target)} again, whom 'notify[${String(at)}]' tells of ${both.map(shown).join(' and ')} already; leave one out, or give each its own 'severities'`,
  ];
}

const forms = {
  email: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an email address', 'oncall@example.org'],
  topic: [
    /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    'the ARN of a topic',
    'arn:aws:sns:eu-west-1:123456789012:oncall',
  ],
  channel: [
    /^projects\/[^/]+\/notificationChannels\/[^/]+$/,
    'the name of a notification channel',
    'projects/my-project/notificationChannels/1234567890',
  ],
} as const;

function wayProblem(place: string, { way }: Notify, own: 'topic' | 'channel'): string[] {
  if (way.kind !== 'email' && way.kind !== own) {
    return [
      `${place} must be an email or a ${own} on this platform, got a ${way.kind}; write Notify.${own}(...)`,
    ];
  }
  const value = targetOf(way);
  if (way.kind === 'topic' && known(value) && value.endsWith('.fifo')) {
    return [
      `${place} must be a standard topic, got the FIFO topic ${shown(value)}: a message to one needs a group, which neither an alarm nor a rule of events gives it, and no email can be subscribed to it; make a standard topic`,
    ];
  }
  const [form, what, example] = forms[way.kind];
  if (!known(value) || form.test(value)) return [];
  return [`${place} must be ${what}, got ${shown(value)}; write it like '${example}'`];
}

/** The address, ARN or name of a way. */
export function targetOf(way: NotifyWay): string {
  if (way.kind === 'email') return way.address;
  return way.kind === 'topic' ? way.arn : way.name;
}
