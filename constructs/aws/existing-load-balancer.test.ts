import { Route } from '../core/route';
import { synth } from '../core/synth';
import { LoadBalancer } from './load-balancer';
import { networkIn, target } from './load-balancer.fixture';

describe('LoadBalancer.fromListener', () => {
  const listener = {
    httpsListenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/1/2',
    securityGroupId: 'sg-9',
  };

  function existing(props: Partial<typeof listener & { idleTimeoutSeconds: number }>) {
    return synth((stack) => {
      const balancer = LoadBalancer.fromListener(stack, 'LoadBalancer', {
        network: networkIn(stack),
        ...listener,
        ...props,
      });
      balancer.addRoute(Route.path('/', { host: 'any.example.net' }), target());
    });
  }

  it('adds only what the route needs', () => {
    const stack = existing({});

    expect(stack.counts()).toEqual({
      aws_lb_listener_rule: 1,
      aws_lb_target_group: 1,
      aws_vpc_security_group_egress_rule: 1,
      aws_vpc_security_group_ingress_rule: 1,
    });
    expect(stack.one('aws_lb_listener_rule').listener_arn).toBe(listener.httpsListenerArn);
    expect(stack.one('aws_vpc_security_group_egress_rule').security_group_id).toBe('sg-9');
  });

  it.each([
    [{ httpsListenerArn: 'arn:aws:x' }, /'httpsListenerArn' must be .* got 'arn:aws:x'/],
    [{ securityGroupId: 'default' }, /'securityGroupId' must be .* got 'default'/],
    [{ idleTimeoutSeconds: 75 }, /'idleTimeoutSeconds' must be below .* got 75 and 75/],
  ])('fails when the props are %j', (props, message) => {
    expect(() => existing(props)).toThrow(message);
  });
});
