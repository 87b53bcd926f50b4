import { Testing } from 'cdktf';
import { synthStack } from '../../constructs/core/synth';
import { schemaProblems } from '../schema/check';
import { guest, owner } from './shared-balancer.fixture';

const app = Testing.app();
const stacks = { owner: owner(app), guest: guest(app) };
const owned = synthStack(app, stacks.owner);
const shared = synthStack(app, stacks.guest);
const rules = (stack: typeof owned) => stack.all('aws_lb_listener_rule');
const priorities = (stack: typeof owned) => rules(stack).map(({ priority }) => priority as number);

describe('two stacks with one balancer', () => {
  it('follow the schemas of the providers', () => {
    expect(schemaProblems(owned.json)).toEqual([]);
    expect(schemaProblems(shared.json)).toEqual([]);
  });

  it('have different priorities, though neither knows the other', () => {
    const all = [...priorities(owned), ...priorities(shared)];

    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(4);
  });

  it('let a host of one win over the paths of the other', () => {
    expect(Math.max(...priorities(shared))).toBeLessThan(Math.min(...priorities(owned)));
  });

  it('leave cluster, balancer, zone and network to the one that made them', () => {
    expect(Object.keys(shared.counts())).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^aws_(ecs_cluster|lb|lb_listener|vpc)$/)]),
    );
    expect(shared.counts()).toMatchObject({ aws_ecs_service: 2, aws_lb_listener_certificate: 1 });
  });

  it('ask AWS for nothing but account, region and partition', () => {
    const asked = (stack: typeof owned) => Object.keys(stack.json.data ?? {}).sort();
    const own = ['aws_caller_identity', 'aws_partition', 'aws_region'];

    expect(asked(shared)).toEqual(own);
    expect(asked(owned)).toEqual(expect.arrayContaining(own));
    expect(asked(owned)).not.toContain('aws_route53_zone');
  });

  it('count the requests of each by what AWS calls the balancer, known or not', () => {
    const labels = [owned, shared].flatMap((stack) =>
      [...JSON.stringify(stack.json).matchAll(/"resource_label":"([^"]+)"/g)].map(([, it]) => it),
    );

    expect(labels).toEqual([
      expect.stringMatching(/^\$\{aws_lb\.\w+\.arn_suffix\}\/\$\{aws_lb_target_group\./),
      expect.stringMatching(/^app\/shared-public\/0123456789abcdef\/\$\{aws_lb_target_group\./),
    ]);
  });

  it('open the balancer of the one to the tasks of the other, on their port alone', () => {
    const out = shared
      .all('aws_vpc_security_group_egress_rule')
      .filter(({ security_group_id: id }) => id === 'sg-0123456789abcdef0');

    expect(out.map(({ from_port, to_port }) => [from_port, to_port])).toEqual([
      [8080, 8080],
      [8080, 8080],
    ]);
  });
});
