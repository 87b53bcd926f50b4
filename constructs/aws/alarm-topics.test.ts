import { TerraformVariable } from 'cdktf';
import { Notify } from '../core/notify';
import { synth, type SynthesizedStack } from '../core/synth';
import { AlarmTopics } from './alarm-topics';

const subscription = 'aws_sns_topic_subscription';

function topicsFor(notify: readonly Notify[]): SynthesizedStack {
  return synth((stack) => {
    const place = { name: 'prod', region: 'eu-west-1', provider: undefined };
    new AlarmTopics(stack, 'Topics', { ...place, notify, severities: ['page'] });
  });
}

/** The addresses that hear of pages, by where they stand in the state of Terraform. */
function subscribed(...addresses: string[]): Record<string, unknown> {
  const stack = topicsFor(addresses.map((address) => Notify.email(address)));
  const found = Object.entries(stack.json.resource?.[subscription] ?? {});
  return Object.fromEntries(found.map(([address, { endpoint }]) => [address, endpoint]));
}

describe('AlarmTopics', () => {
  it('leaves the subscriptions that are there alone when one comes or goes', () => {
    const before = subscribed('b@example.org', 'd@example.org');

    expect(Object.values(before)).toEqual(['b@example.org', 'd@example.org']);
    expect(subscribed('a@example.org', 'b@example.org', 'c@example.org', 'd@example.org')).toEqual(
      expect.objectContaining(before),
    );
    expect(before).toEqual(expect.objectContaining(subscribed('d@example.org')));
  });

  it('subscribes addresses that only the deployment knows', () => {
    const stack = synth((scope) => {
      const notify = ['first', 'second'].map((name) =>
        Notify.email(new TerraformVariable(scope, name, { type: 'string' }).stringValue),
      );
      const place = { name: 'prod', region: 'eu-west-1', provider: undefined };
      new AlarmTopics(scope, 'Topics', { ...place, notify, severities: ['page'] });
    });

    expect(stack.all(subscription).map(({ endpoint }) => endpoint)).toEqual([
      '${var.first}',
      '${var.second}',
    ]);
  });
});
