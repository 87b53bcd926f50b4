import { reviewStack } from '../review';
import { block, type Block, lines, type Resources, twoServices } from './aws.fixture';

const listName = 'com.amazonaws.global.cloudfront.origin-facing';
const groupName = 'CloudFront-VPCOrigins-Service-SG';
const rules = 'aws_vpc_security_group_ingress_rule';
const way = 'internet -> web 8080 through CloudFront and front:80';
const around = 'internet -> web 8080 through front:80';

/** The two services with a private balancer that CloudFront reaches on port 80. */
function reviewed(change: (r: Resources, data: Resources) => unknown = () => undefined) {
  const r = twoServices();
  Object.assign(block(r, 'aws_lb', 'lb'), {
    internal: true,
    subnets: ['${aws_subnet.private.id}'],
  });
  block(r, 'aws_lb_listener', 'https').port = 80;
  Object.assign(block(r, rules, 'lb_all'), {
    cidr_ipv4: null,
    prefix_list_id: '${data.aws_ec2_managed_prefix_list.cf.id}',
    from_port: 80,
    to_port: 80,
  });
  r.aws_cloudfront_vpc_origin = {
    o: {
      vpc_origin_endpoint_config: [
        {
          arn: '${aws_lb.lb.arn}',
          http_port: 80,
          https_port: 443,
          origin_protocol_policy: 'http-only',
        },
      ],
    },
  };
  r.aws_cloudfront_distribution = {
    d: {
      enabled: true,
      origin: [
        {
          origin_id: 'front',
          vpc_origin_config: { vpc_origin_id: '${aws_cloudfront_vpc_origin.o.id}' },
        },
      ],
      default_cache_behavior: { target_origin_id: 'front' },
    },
  };
  const data: Resources = {
    aws_ec2_managed_prefix_list: { cf: { name: listName } },
    aws_security_group: { cf: { name: groupName }, other: { name: 'other' } },
  };
  change(r, data);
  return reviewStack({ resource: r, data });
}

const publicLines = (change?: (r: Resources, data: Resources) => unknown) =>
  lines(reviewed(change)).filter((line) => line.startsWith('internet'));
const endpoint = (r: Resources): Block =>
  (block(r, 'aws_cloudfront_vpc_origin', 'o').vpc_origin_endpoint_config as Block[])[0]!;
const distribution = (r: Resources): Block => block(r, 'aws_cloudfront_distribution', 'd');

describe('a private balancer behind CloudFront', () => {
  const graph = reviewed();

  it('is a way in like a public one', () => {
    expect(lines(graph)).toEqual([way, 'web -> api 9000']);
    expect(graph.broken).toEqual([]);
    expect(graph.unknowns).toEqual([]);
  });

  it('shows a witness for every step', () => {
    expect(graph.edges[0]!.steps.map(({ address }) => address)).toEqual([
      'aws_cloudfront_distribution.d',
      'aws_cloudfront_vpc_origin.o',
      `${rules}.lb_all`,
      'aws_lb_listener.https',
      'aws_lb_target_group.t',
      'aws_vpc_security_group_egress_rule.lb_web',
      `${rules}.web_lb`,
    ]);
  });

  const group = (name: string) => (r: Resources) =>
    Object.assign(block(r, rules, 'lb_all'), {
      prefix_list_id: null,
      referenced_security_group_id: `\${data.aws_security_group.${name}.id}`,
    });
  const range = (cidr: string) => (r: Resources) =>
    Object.assign(block(r, rules, 'lb_all'), { prefix_list_id: null, cidr_ipv4: cidr });

  it.each<[string, (r: Resources, data: Resources) => unknown, readonly string[]]>([
    ['lets in the group of its interfaces', group('cf'), [way]],
    ['lets in another group', group('other'), []],
    ['lets in the range of its subnet', range('10.0.0.0/16'), [way]],
    ['lets in another range', range('192.0.2.0/24'), []],
    [
      'lets in a list of another name',
      (_, data) => (block(data, 'aws_ec2_managed_prefix_list', 'cf').name = 'mine'),
      [`${way} ?`],
    ],
    ['listens on another port', (r) => (block(r, 'aws_lb_listener', 'https').port = 81), []],
    ['is called on another port', (r) => (endpoint(r).http_port = 8080), []],
    ['is called over HTTPS', (r) => (endpoint(r).origin_protocol_policy = 'https-only'), []],
    [
      'is called as clients call',
      (r) => (endpoint(r).origin_protocol_policy = 'match-viewer'),
      [way],
    ],
    [
      'is called on a port that only the deployment knows',
      (r) => (endpoint(r).http_port = '${var.port}'),
      [`${way} ?`],
    ],
    ['has a distribution that is off', (r) => (distribution(r).enabled = false), []],
    [
      'has a distribution that may be off',
      (r) => (distribution(r).enabled = '${var.on}'),
      [`${way} ?`],
    ],
    [
      'is an origin that no behaviour uses',
      (r) => (distribution(r).default_cache_behavior = { target_origin_id: 'bucket' }),
      [],
    ],
    [
      'is one of a group of origins',
      (r) => (distribution(r).origin_group = [{ origin_id: 'both' }]),
      [`${way} ?`],
    ],
    ['stands in a network without an internet gateway', (r) => delete r.aws_internet_gateway, []],
    ['has no distribution', (r) => delete r.aws_cloudfront_distribution, []],
  ])('is read where it %s', (_, change, expected) => {
    expect(publicLines(change)).toEqual(expected);
  });

  it('is no different with a web ACL', () => {
    const found = reviewed((r) => {
      distribution(r).web_acl_id = '${aws_wafv2_web_acl.a.arn}';
      r.aws_wafv2_web_acl = { a: { scope: 'CLOUDFRONT' } };
    });

    expect(found.unknowns).toEqual([]);
    expect(lines(found)).toEqual(lines(graph));
  });

  it.each<[string, (r: Resources) => unknown, RegExp]>([
    [
      'leads elsewhere',
      (r) => (endpoint(r).arn = 'arn:aws:elasticloadbalancing:x'),
      /may lead the public to something that is not read/,
    ],
    [
      'belongs to nobody here',
      (r) => delete r.aws_cloudfront_distribution,
      /may belong to a distribution of another stack/,
    ],
  ])('is not known where its VPC origin %s', (_, change, reason) => {
    expect(reviewed(change).unknowns).toEqual([
      { address: 'aws_cloudfront_vpc_origin.o', reason: expect.stringMatching(reason) as string },
    ]);
  });

  it('has a second way around CloudFront where it is public as well', () => {
    const found = publicLines((r) => {
      Object.assign(block(r, 'aws_lb', 'lb'), {
        internal: false,
        subnets: ['${aws_subnet.public.id}'],
      });
      range('0.0.0.0/0')(r);
    });

    expect(found).toEqual([way, around]);
  });
});

describe('a public balancer that lets in only addresses of CloudFront', () => {
  it('may be called by anybody who has a distribution', () => {
    const found = publicLines((r) => {
      Object.assign(block(r, 'aws_lb', 'lb'), {
        internal: false,
        subnets: ['${aws_subnet.public.id}'],
      });
      delete r.aws_cloudfront_distribution;
      delete r.aws_cloudfront_vpc_origin;
    });

    expect(found).toEqual([`${around} ?`]);
  });
});
