import { synth } from '../core/synth';
import { Entrance } from './entrance';
import { LoadBalancer } from './load-balancer';
import {
  balancerWith,
  type BalancerProps,
  domain,
  networkIn,
  required,
} from './load-balancer.fixture';

describe('LoadBalancer', () => {
  describe('with only what is required', () => {
    const stack = balancerWith();

    it('creates an entrance without a way through', () => {
      expect(stack.counts()).toEqual({
        aws_acm_certificate: 1,
        aws_acm_certificate_validation: 1,
        aws_lb: 1,
        aws_lb_listener: 2,
        aws_route53_record: 2,
        aws_s3_bucket: 1,
        aws_s3_bucket_lifecycle_configuration: 1,
        aws_s3_bucket_ownership_controls: 1,
        aws_s3_bucket_policy: 1,
        aws_s3_bucket_public_access_block: 1,
        aws_s3_bucket_server_side_encryption_configuration: 1,
        aws_s3_bucket_versioning: 1,
        aws_security_group: 1,
        aws_vpc_security_group_ingress_rule: 2,
      });
    });

    it('writes every attribute of the balancer', () => {
      expect(stack.one('aws_lb')).toMatchObject({
        name: 'prod-public',
        load_balancer_type: 'application',
        internal: false,
        ip_address_type: 'ipv4',
        subnets: ['subnet-1', 'subnet-2'],
        idle_timeout: 60,
        client_keep_alive: 3600,
        drop_invalid_header_fields: true,
        desync_mitigation_mode: 'defensive',
        xff_header_processing_mode: 'append',
        preserve_host_header: false,
        enable_http2: true,
        enable_cross_zone_load_balancing: true,
        enable_deletion_protection: true,
        enable_tls_version_and_cipher_suite_headers: false,
        enable_waf_fail_open: false,
        enable_xff_client_port: false,
        enable_zonal_shift: false,
        access_logs: { enabled: true },
        depends_on: [expect.stringMatching(/^aws_s3_bucket_policy\./)],
      });
    });

    it('answers over TLS what no rule knows with 404', () => {
      expect(stack.where('aws_lb_listener', 'port', 443)).toMatchObject({
        protocol: 'HTTPS',
        ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
        certificate_arn: expect.stringMatching(/^\$\{aws_acm_certificate_validation\./) as string,
        routing_http_response_server_enabled: false,
        default_action: [{ type: 'fixed-response', fixed_response: { status_code: '404' } }],
      });
    });

    it('redirects HTTP to the same place over HTTPS', () => {
      expect(stack.where('aws_lb_listener', 'port', 80)).toMatchObject({
        protocol: 'HTTP',
        default_action: [
          {
            type: 'redirect',
            redirect: {
              protocol: 'HTTPS',
              port: '443',
              host: '#{host}',
              path: '/#{path}',
              query: '#{query}',
              status_code: 'HTTP_301',
            },
          },
        ],
      });
    });

    it('lets everyone in on 443 and 80 and nothing out', () => {
      const rules = stack.all('aws_vpc_security_group_ingress_rule');

      expect(rules.map((rule) => [rule.cidr_ipv4, rule.from_port, rule.to_port])).toEqual([
        ['0.0.0.0/0', 443, 443],
        ['0.0.0.0/0', 80, 80],
      ]);
      expect(stack.one('aws_security_group')).not.toHaveProperty('egress');
    });

    it('proves its name in the public zone and points the name to itself', () => {
      expect(stack.data('aws_route53_zone')).toEqual([
        expect.objectContaining({ name: 'example.org', private_zone: false }),
      ]);
      expect(stack.one('aws_acm_certificate')).toMatchObject({
        domain_name: 'app.example.org',
        subject_alternative_names: [],
        validation_method: 'DNS',
        lifecycle: { create_before_destroy: true },
      });
      expect(stack.where('aws_route53_record', 'name', 'app.example.org')).toMatchObject({
        type: 'A',
        allow_overwrite: false,
        alias: {
          name: expect.stringMatching(/^\$\{aws_lb\..+\.dns_name\}$/) as string,
          evaluate_target_health: false,
        },
      });
    });

    it('notes every request for 90 days in a bucket that only its log delivery writes', () => {
      const [refuse, deliver, ...others] = stack.policyStatements(
        stack.one('aws_s3_bucket_policy'),
      );

      expect(stack.one('aws_s3_bucket')).toMatchObject({
        bucket: expect.stringMatching(/^prod-public-logs-\$\{.+\}-\$\{.+\}$/) as string,
        force_destroy: false,
      });
      expect(stack.one('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
        expect.objectContaining({
          expiration: [{ days: 90 }],
          noncurrent_version_expiration: [{ noncurrent_days: 1 }],
        }),
      ]);
      expect(refuse).toMatchObject({ Sid: 'RefuseWithoutTls', Effect: 'Deny' });
      expect(deliver).toEqual({
        Sid: 'LogDelivery',
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: expect.stringMatching(
          /\/AWSLogs\/\$\{data\.aws_caller_identity.+\}\/\*$/,
        ) as string,
        Condition: {
          ArnLike: {
            'aws:SourceArn': expect.stringMatching(
              /:loadbalancer\/app\/prod-public\/\*$/,
            ) as string,
          },
        },
      });
      expect(others).toEqual([]);
    });
  });

  describe('other props', () => {
    it('is called something else where asked', () => {
      expect(balancerWith({ name: 'partners' }).one('aws_lb').name).toBe('prod-partners');
    });

    it('keeps access logs longer where asked', () => {
      const stack = balancerWith({ accessLogRetentionDays: 400 });

      expect(stack.one('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
        expect.objectContaining({ expiration: [{ days: 400 }] }),
      ]);
    });

    it('closes idle connections earlier where asked', () => {
      expect(balancerWith({ idleTimeoutSeconds: 10 }).one('aws_lb').idle_timeout).toBe(10);
    });

    it('can be thrown away with its logs where asked', () => {
      const stack = balancerWith({ deletionProtection: false });

      expect(stack.one('aws_lb').enable_deletion_protection).toBe(false);
      expect(stack.one('aws_s3_bucket').force_destroy).toBe(true);
    });

    it('negotiates something else where asked', () => {
      const stack = balancerWith({
        entrance: Entrance.domain({
          ...domain,
          tlsPolicy: 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
        }),
      });

      expect(stack.where('aws_lb_listener', 'port', 443).ssl_policy).toBe(
        'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
      );
    });

    it('answers over IPv6 too where asked', () => {
      const stack = balancerWith({ entrance: Entrance.domain({ ...domain, dualStack: true }) });

      expect(stack.one('aws_lb').ip_address_type).toBe('dualstack');
      expect(
        stack.all('aws_vpc_security_group_ingress_rule').map((rule) => rule.cidr_ipv6),
      ).toEqual([undefined, undefined, '::/0', '::/0']);
      expect(stack.where('aws_route53_record', 'type', 'AAAA').name).toBe('app.example.org');
    });

    it('holds for further names of the zone', () => {
      const stack = balancerWith({
        entrance: Entrance.domain({
          ...domain,
          alternativeNames: ['www.example.org', 'example.org'],
        }),
      });

      expect(stack.one('aws_acm_certificate').subject_alternative_names).toEqual([
        'example.org',
        'www.example.org',
      ]);
      expect(stack.where('aws_route53_record', 'name', 'example.org').type).toBe('A');
      expect(stack.all('aws_route53_record')).toHaveLength(6);
    });
  });

  it('tells its URL', () => {
    let url = '';

    balancerWith({}, (balancer) => (url = balancer.url));

    expect(url).toBe('https://app.example.org');
  });

  it.each<[Partial<BalancerProps>, RegExp]>([
    [{ environment: 'Prod' }, /'environment' must start with a letter .* got 'Prod'/],
    [{ name: 'public_' }, /'name' must start with a letter .* got 'public_'/],
    [
      { name: 'n'.repeat(28) },
      /makes the load balancer name 'prod-n+', which has 33 .* of at most 32/,
    ],
    [{ name: 'n'.repeat(26) }, /makes the access log bucket name .* of at most 63/],
    [{ accessLogRetentionDays: 0 }, /'accessLogRetentionDays' must be .* 1 to 3650, got 0/],
    [{ idleTimeoutSeconds: 4001 }, /'idleTimeoutSeconds' must be .* 1 to 4000, got 4001/],
    [
      { entrance: Entrance.domain({ name: 'App.example.org', zoneName: 'example.org' }) },
      /'entrance' needs plain lower-case host names, got 'App.example.org'/,
    ],
    [
      { entrance: Entrance.domain({ name: 'notexample.org', zoneName: 'example.org' }) },
      /'entrance' has 'notexample.org' outside of its zone 'example.org'/,
    ],
    [
      { entrance: Entrance.domain({ ...domain, alternativeNames: ['app.example.org'] }) },
      /'entrance' has 'app.example.org' twice/,
    ],
  ])('fails when the props are %j', (props, message) => {
    expect(() => balancerWith(props)).toThrow(message);
  });

  it('accepts the longest name that all its resources allow', () => {
    expect(balancerWith({ name: 'n'.repeat(25) }).one('aws_lb').name).toHaveLength(30);
  });

  it('fails when the network has public subnets in one zone only', () => {
    const build = () =>
      synth((stack) => {
        const network = { ...networkIn(stack), publicSubnetIds: ['subnet-1'] };
        new LoadBalancer(stack, 'LoadBalancer', { network, ...required });
      });

    expect(build).toThrow(/'network' must have public subnets in two zones or more/);
  });
});
