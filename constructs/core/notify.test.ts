import { Notify, type NotifyOptions, notifyProblems, targetOf } from './notify';

const topic = 'arn:aws:sns:eu-west-1:123456789012:oncall';
const channel = 'projects/my-project/notificationChannels/1';

describe('who is told', () => {
  it('is told of every alert unless told otherwise', () => {
    expect(Notify.email('a@example.org').severities).toEqual(['page', 'ticket']);
  });

  it('is an address, a topic or a channel', () => {
    const all = [Notify.email('a@example.org'), Notify.topic(topic), Notify.channel(channel)];

    expect(all.map(({ way }) => targetOf(way))).toEqual(['a@example.org', topic, channel]);
    expect(notifyProblems(all.slice(0, 2), 'topic')).toEqual([]);
    expect(notifyProblems([Notify.channel(channel)], 'channel')).toEqual([]);
  });

  it('fails when nobody is', () => {
    expect(notifyProblems([], 'topic')).toEqual([
      expect.stringMatching(/'notify' must name somebody, got \[\]/),
    ]);
  });

  it('fails when nobody hears of tickets', () => {
    const pages = Notify.email('a@example.org', { severities: ['page'] });

    expect(notifyProblems([pages], 'topic')).toEqual([
      expect.stringMatching(/for alerts of severity 'ticket', got nobody/),
    ]);
  });

  it('fails when the way belongs to another platform', () => {
    expect(notifyProblems([Notify.channel(channel)], 'topic')).toEqual([
      expect.stringMatching(
        /'notify\[0\]' must be an email or a topic on this platform, got a channel/,
      ),
    ]);
  });

  it.each([
    [Notify.email('oncall'), 'topic', /must be an email address, got 'oncall'/],
    [Notify.topic('oncall'), 'topic', /must be the ARN of a topic, got 'oncall'/],
    [Notify.channel('1'), 'channel', /must be the name of a notification channel, got '1'/],
  ] as const)('fails when its form is wrong: %j', (notify, own, sentence) => {
    expect(notifyProblems([notify], own)[0]).toMatch(sentence);
  });

  it('fails when a topic is a FIFO topic, whose messages need a group', () => {
    const problems = notifyProblems([Notify.topic(`${topic}.fifo`)], 'topic');

    expect(problems).toEqual([
      expect.stringMatching(
        /^'notify\[0\]' must be a standard topic, got the FIFO topic '.*:oncall\.fifo': .*; make a standard topic$/,
      ),
    ]);
  });

  it.each<[string, (options: NotifyOptions) => Notify]>([
    ['an address', (options) => Notify.email('a@example.org', options)],
    ['a topic', (options) => Notify.topic(topic, options)],
  ])('fails when %s is named twice for one severity, and not when it is for two', (_, make) => {
    const pages = make({ severities: ['page'] });

    expect(notifyProblems([pages, make({})], 'topic')).toEqual([
      expect.stringMatching(
        /^'notify\[1\]' names '.*' again, whom 'notify\[0\]' tells of 'page' already; leave one out/,
      ),
    ]);
    expect(notifyProblems([pages, make({ severities: ['ticket'] })], 'topic')).toEqual([]);
  });
});
