import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import { Route } from '../core/route';
import { synth } from '../core/synth';
import { Entrance } from './entrance';
import { LoadBalancer } from './load-balancer';
import {
  balancerWith,
  type BalancerProps,
  domain,
  networkIn,
  required,
  target,
} from './load-balancer.fixture';
import { Network } from './network';
import { WebAcl } from './web-acl';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const cloudFront = (options = {}): Partial<BalancerProps> => ({
  entrance: Entrance.cloudFront(options),
});

describe('Entrance.cloudFront', () => {
  describe('with only what is required', () => {
    const stack = balancerWith(cloudFront());

    it('creates a private balancer, a distribution in front of it and the logs of both', () => {
      expect(stack.counts()).toEqual({
        aws_cloudfront_distribution: 1,
        aws_cloudfront_vpc_origin: 1,
        aws_cloudwatch_log_delivery: 1,
        aws_cloudwatch_log_delivery_destination: 1,
        aws_cloudwatch_log_delivery_source: 1,
        aws_lb: 1,
        aws_lb_listener: 1,
        aws_s3_bucket: 2,
        aws_s3_bucket_lifecycle_configuration: 2,
        aws_s3_bucket_ownership_controls: 2,
        aws_s3_bucket_policy: 2,
        aws_s3_bucket_public_access_block: 2,
        aws_s3_bucket_server_side_encryption_configuration: 2,
        aws_s3_bucket_versioning: 2,
        aws_security_group: 1,
        aws_vpc_security_group_ingress_rule: 1,
      });
    });

    it('has no public address and keeps the client address that CloudFront tells', () => {
      expect(stack.one('aws_lb')).toMatchObject({
        internal: true,
        ip_address_type: 'ipv4',
        subnets: ['subnet-3', 'subnet-4'],
        xff_header_processing_mode: 'preserve',
      });
    });

    it('lets only addresses of CloudFront in, on the port of the listener', () => {
      expect(stack.data('aws_ec2_managed_prefix_list')).toEqual([
        expect.objectContaining({ name: 'com.amazonaws.global.cloudfront.origin-facing' }),
      ]);
      const rule = stack.one('aws_vpc_security_group_ingress_rule');
      expect(rule).toMatchObject({
        prefix_list_id: expect.stringMatching(/^\$\{data\.aws_ec2_managed_prefix_list/) as string,
        ip_protocol: 'tcp',
        from_port: 80,
        to_port: 80,
      });
      expect(rule).not.toHaveProperty('cidr_ipv4');
    });

    it('listens on HTTP and ends what no rule knows with 404', () => {
      expect(stack.one('aws_lb_listener')).toMatchObject({
        port: 80,
        protocol: 'HTTP',
        default_action: [{ type: 'fixed-response', fixed_response: { status_code: '404' } }],
      });
    });

    it('reaches the balancer through a VPC origin over HTTP', () => {
      expect(stack.one('aws_cloudfront_vpc_origin').vpc_origin_endpoint_config).toEqual([
        {
          name: 'prod-public',
          arn: expect.stringMatching(/^\$\{aws_lb\..+\.arn\}$/) as string,
          http_port: 80,
          https_port: 443,
          origin_protocol_policy: 'http-only',
          origin_ssl_protocols: [{ items: ['TLSv1.2'], quantity: 1 }],
        },
      ]);
    });

    it('caches nothing, passes everything on and redirects to HTTPS', () => {
      expect(stack.one('aws_cloudfront_distribution')).toMatchObject({
        enabled: true,
        http_version: 'http2and3',
        is_ipv6_enabled: true,
        price_class: 'PriceClass_100',
        aliases: [],
        default_cache_behavior: {
          cache_policy_id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          origin_request_policy_id: '216adef6-5c7f-47e4-b989-5492eafa07d3',
          viewer_protocol_policy: 'redirect-to-https',
          allowed_methods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
          target_origin_id: 'prod-public',
        },
        viewer_certificate: {
          cloudfront_default_certificate: true,
          minimum_protocol_version: 'TLSv1',
        },
      });
    });

    it('tells the scheme in a header that the balancer does not overwrite', () => {
      const [origin] = stack.one('aws_cloudfront_distribution').origin as object[];

      expect(origin).toMatchObject({
        origin_id: 'prod-public',
        domain_name: expect.stringMatching(/^\$\{aws_lb\..+\.dns_name\}$/) as string,
        custom_header: [{ name: 'X-Viewer-Scheme', value: 'https' }],
        vpc_origin_config: {
          vpc_origin_id: expect.stringMatching(/^\$\{aws_cloudfront_vpc_origin\./) as string,
          origin_keepalive_timeout: 5,
          origin_read_timeout: 60,
        },
      });
    });

    it('notes every request without its cookies, in a bucket that only the delivery writes', () => {
      const policy = stack
        .all('aws_s3_bucket_policy')
        .flatMap((block) => stack.policyStatements(block))
        .find(({ Principal }) => JSON.stringify(Principal).includes('delivery.logs'));
      const { record_fields: fields } = stack.one('aws_cloudwatch_log_delivery');

      expect(fields).toContain('c-ip');
      expect(JSON.stringify(fields)).not.toContain('Cookie');
      expect(stack.one('aws_cloudwatch_log_delivery_source')).toMatchObject({
        log_type: 'ACCESS_LOGS',
        resource_arn: expect.stringMatching(/^\$\{aws_cloudfront_distribution\./) as string,
      });
      expect(policy).toEqual({
        Sid: 'LogDelivery',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: expect.stringMatching(/\/AWSLogs\/\$\{.+\}\/CloudFront\/\*$/) as string,
        Condition: {
          StringEquals: {
            's3:x-amz-acl': 'bucket-owner-full-control',
            'aws:SourceAccount': expect.stringMatching(/^\$\{/) as string,
          },
          ArnLike: {
            'aws:SourceArn': expect.stringMatching(
              /:logs:us-east-1:.+:delivery-source:prod-public-edge$/,
            ) as string,
          },
        },
      });
    });
  });

  it('waits for the internet gateway of a network that is made', () => {
    const stack = synth((scope) => {
      const zones = ['eu-west-1a', 'eu-west-1b'];
      const network = new Network(scope, 'Network', { environment: 'prod', zones });
      new LoadBalancer(scope, 'LoadBalancer', { network, ...required, ...cloudFront() });
    });

    expect(stack.one('aws_cloudfront_vpc_origin').depends_on).toEqual([
      expect.stringMatching(/^aws_internet_gateway\./),
    ]);
  });

  it('has names of its own with a certificate, and no TLS older than 1.2 then', () => {
    let url = '';
    const stack = balancerWith(
      cloudFront({ domain: { ...domain, alternativeNames: ['a.example.org'] }, certificateArn }),
      (balancer) => (url = balancer.url),
    );

    expect(url).toBe('https://app.example.org');
    expect(stack.one('aws_cloudfront_distribution')).toMatchObject({
      aliases: ['a.example.org', 'app.example.org'],
      viewer_certificate: {
        acm_certificate_arn: certificateArn,
        ssl_support_method: 'sni-only',
        minimum_protocol_version: 'TLSv1.2_2021',
      },
    });
    const records = stack.all('aws_route53_record').map(({ name, type }) => [name, type]);
    expect(records.sort()).toEqual([
      ['a.example.org', 'A'],
      ['a.example.org', 'AAAA'],
      ['app.example.org', 'A'],
      ['app.example.org', 'AAAA'],
    ]);
  });

  it('waits longer and answers from more places where asked', () => {
    const stack = balancerWith(
      cloudFront({ readTimeoutSeconds: 120, priceClass: 'PriceClass_All' }),
    );

    expect(stack.one('aws_cloudfront_distribution')).toMatchObject({
      price_class: 'PriceClass_All',
      origin: [{ vpc_origin_config: { origin_read_timeout: 120 } }],
    });
  });

  it('routes to services as any balancer does', () => {
    const web = target();
    const stack = balancerWith(cloudFront(), (balancer) => balancer.addRoute(Route.path('/'), web));

    expect(stack.one('aws_lb_listener_rule').listener_arn).toMatch(/^\$\{aws_lb_listener\./);
    expect(web.attached).toHaveLength(1);
  });

  it('fails when a route names a host and there is no domain', () => {
    const route = Route.path('/', { host: 'app.example.org' });

    expect(() => balancerWith(cloudFront(), (b) => b.addRoute(route, target()))).toThrow(
      /'host' is 'app.example.org', but without a domain .*; leave it out, or give/,
    );
  });

  it.each<[Partial<BalancerProps>, RegExp]>([
    [cloudFront({ domain }), /'entrance.domain' is set without 'entrance.certificateArn'/],
    [cloudFront({ certificateArn }), /'entrance.certificateArn' is set without 'entrance.domain'/],
    [
      cloudFront({ domain, certificateArn: certificateArn.replace('us-east-1', 'eu-west-1') }),
      /'entrance.certificateArn' must be .* in us-east-1, .* got 'arn:aws:acm:eu-west-1:/,
    ],
    [
      cloudFront({ domain: { ...domain, name: 'A.b' }, certificateArn }),
      /'entrance.domain' needs plain lower-case host names, got 'A.b'/,
    ],
    [cloudFront({ readTimeoutSeconds: 0 }), /'entrance.readTimeoutSeconds' .* 1 to 120, got 0/],
    [
      { ...cloudFront(), idleTimeoutSeconds: 5 },
      /'idleTimeoutSeconds' must be above the 5 s .* 5:/,
    ],
    [{ ...cloudFront(), name: 'n'.repeat(21) }, /makes the access log bucket name .* at most 63/],
  ])('fails when the props are %j', (props, message) => {
    expect(() => balancerWith(props)).toThrow(message);
  });

  it.each([
    [{ internetGateway: undefined }, /'network' has no internet gateway, .* attach one, or use/],
    [{ privateSubnetIds: ['subnet-3'] }, /'network' must have private subnets in two zones/],
  ])('fails when the network has %j', (change, message) => {
    const build = () =>
      synth((stack) => {
        const network = { ...networkIn(stack), ...change };
        new LoadBalancer(stack, 'LoadBalancer', { network, ...required, ...cloudFront() });
      });

    expect(build).toThrow(message);
  });

  describe('in a region', () => {
    const built = (region: string, provider?: (stack: TerraformStack) => AwsProvider) =>
      synth((stack) => {
        new AwsProvider(stack, 'Aws', { region });
        new LoadBalancer(stack, 'LoadBalancer', {
          network: networkIn(stack),
          ...required,
          entrance: Entrance.cloudFront({ provider: provider?.(stack) }),
        });
      });
    const aliased = (region: string) => (stack: TerraformStack) =>
      new AwsProvider(stack, 'Other', { alias: 'other', region });

    it('needs no other provider in us-east-1', () => {
      expect(built('us-east-1').one('aws_cloudwatch_log_delivery').provider).toBeUndefined();
    });

    it('keeps the delivery of logs in us-east-1 and the bucket at home', () => {
      const stack = built('eu-west-1', aliased('us-east-1'));

      expect(stack.one('aws_cloudwatch_log_delivery').provider).toBe('aws.other');
      expect(stack.one('aws_cloudwatch_log_delivery_source').provider).toBe('aws.other');
      expect(stack.one('aws_cloudwatch_log_delivery_destination').provider).toBe('aws.other');
      expect(stack.all('aws_s3_bucket').every(({ provider }) => provider === undefined)).toBe(true);
    });

    it('fails when no provider of us-east-1 is there', () => {
      expect(() => built('eu-west-1')).toThrow(
        /'entrance.provider' is not set and the stack is in 'eu-west-1', .*; give it an AwsProvider/,
      );
      expect(() => built('us-east-1', aliased('eu-west-1'))).toThrow(
        /'entrance.provider' must be a provider of us-east-1, .* got one of 'eu-west-1'/,
      );
    });
  });
});

describe('a web ACL in front', () => {
  const acl = 'arn:aws:wafv2:us-east-1:123456789012:SCOPE/webacl/public/1';
  const global = WebAcl.fromArn(acl.replace('SCOPE', 'global'));
  const regional = WebAcl.fromArn(acl.replace('SCOPE', 'regional'));

  it('is associated with a public balancer', () => {
    expect(balancerWith({ webAcl: regional }).one('aws_wafv2_web_acl_association')).toMatchObject({
      resource_arn: expect.stringMatching(/^\$\{aws_lb\..+\.arn\}$/) as string,
      web_acl_arn: regional.arn,
    });
  });

  it('is part of a distribution', () => {
    const stack = balancerWith({ ...cloudFront(), webAcl: global });

    expect(stack.one('aws_cloudfront_distribution').web_acl_id).toBe(global.arn);
    expect(stack.all('aws_wafv2_web_acl_association')).toEqual([]);
  });

  it('fails when its scope is that of the other entrance', () => {
    expect(() => balancerWith({ webAcl: global })).toThrow(
      /'webAcl' has the scope 'cloudFront', but this entrance needs 'regional'/,
    );
    expect(() => balancerWith({ ...cloudFront(), webAcl: regional })).toThrow(
      /'webAcl' has the scope 'regional', but this entrance needs 'cloudFront'/,
    );
  });
});
