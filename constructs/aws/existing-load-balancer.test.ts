import { Route } from '../core/route';
import { synth } from '../core/synth';
import type { ExistingLoadBalancerProps } from './existing-load-balancer';
import { LoadBalancer } from './load-balancer';
import { networkIn, target } from './load-balancer.fixture';

describe('LoadBalancer.fromListener', () => {
  const listener = {
    httpsListenerArn:
      'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/0123456789abcdef/fedcba9876543210',
    securityGroupId: 'sg-9',
  };

  function existing(props: Partial<ExistingLoadBalancerProps>) {
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

  describe('with a domain of its own', () => {
    const domain = { name: 'orders.example.org', zoneName: 'example.org', zoneId: 'Z1' };
    const dns = { dnsName: 'shared-1.eu-west-1.elb.amazonaws.com', dnsZoneId: 'Z32O12XQLNTSW2' };
    const stack = existing({ ...dns, domain });

    it('brings a certificate to the listener, and looks nothing up', () => {
      expect(stack.one('aws_lb_listener_certificate')).toMatchObject({
        listener_arn: listener.httpsListenerArn,
        certificate_arn: expect.stringMatching(/^\$\{aws_acm_certificate_validation\./) as string,
      });
      expect(stack.one('aws_acm_certificate').domain_name).toBe('orders.example.org');
      expect(stack.json.data).toBeUndefined();
    });

    it('leads the name to the balancer in the zone that is given', () => {
      expect(stack.where('aws_route53_record', 'name', 'orders.example.org')).toMatchObject({
        zone_id: 'Z1',
        type: 'A',
        alias: { name: dns.dnsName, zone_id: dns.dnsZoneId },
      });
    });

    it.each<[Partial<ExistingLoadBalancerProps>, RegExp]>([
      [{ domain }, /'domain' needs 'dnsName' and 'dnsZoneId', .* got 'orders.example.org' alone/],
      [{ ...dns, dnsName: 'example.org' }, /'dnsName' must be the name that AWS gave .* got 'ex/],
      [
        { ...dns, dnsZoneId: '/hostedzone/Z1' },
        /'dnsZoneId' must be the id of the zone .* got '\/h/,
      ],
      [
        { ...dns, domain: { ...domain, zoneId: '/hostedzone/Z1' } },
        /'domain.zoneId' must be the id of a hosted zone, got '\/hostedzone\/Z1'; .* without/,
      ],
      [
        { ...dns, domain: { ...domain, name: 'example.com' } },
        /'domain' has 'example.com' outside/,
      ],
    ])('fails when the props are %j', (props, message) => {
      expect(() => existing(props)).toThrow(message);
    });
  });

  it('fails when a listener is imported twice, since the two would not compare priorities', () => {
    const twice = () =>
      synth((stack) => {
        const props = { network: networkIn(stack), ...listener };
        LoadBalancer.fromListener(stack, 'One', props);
        LoadBalancer.fromListener(stack, 'Two', props);
      });

    expect(twice).toThrow(/'httpsListenerArn' is imported by 'test\/One' already, got 'arn:/);
  });

  it.each<[Partial<ExistingLoadBalancerProps>, RegExp]>([
    [{ httpsListenerArn: 'arn:aws:x' }, /'httpsListenerArn' must be .* got 'arn:aws:x'/],
    [
      { httpsListenerArn: listener.httpsListenerArn.replace('listener/app', 'listener/net') },
      /'httpsListenerArn' must be the ARN of a listener of an application load balancer, not/,
    ],
    [{ securityGroupId: 'default' }, /'securityGroupId' must be .* got 'default'/],
    [{ idleTimeoutSeconds: 75 }, /'idleTimeoutSeconds' must be below .* got 75 and 75/],
  ])('fails when the props are %j', (props, message) => {
    expect(() => existing(props)).toThrow(message);
  });
});
