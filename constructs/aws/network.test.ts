import { TerraformVariable } from 'cdktf';
import { synth } from '../core/synth';
import { Egress } from './egress';
import { Network, type NetworkProps } from './network';
import { named, networkWith, referenceTo, required } from './network.fixture';

describe('Network', () => {
  describe('with only what is required', () => {
    const stack = networkWith();

    it('creates two zones, endpoints and flow logs, and nothing else', () => {
      expect(stack.counts()).toEqual({
        aws_cloudwatch_log_group: 1,
        aws_default_security_group: 1,
        aws_flow_log: 1,
        aws_iam_role: 1,
        aws_iam_role_policy: 1,
        aws_internet_gateway: 1,
        aws_route: 1,
        aws_route_table: 3,
        aws_route_table_association: 4,
        aws_security_group: 1,
        aws_subnet: 4,
        aws_vpc: 1,
        aws_vpc_endpoint: 5,
        aws_vpc_security_group_ingress_rule: 2,
      });
    });

    it('writes every setting of the VPC', () => {
      expect(stack.one('aws_vpc')).toMatchObject({
        cidr_block: '10.0.0.0/16',
        instance_tenancy: 'default',
        assign_generated_ipv6_cidr_block: false,
        enable_dns_support: true,
        enable_dns_hostnames: true,
        enable_network_address_usage_metrics: false,
        tags: { Name: 'prod-network' },
      });
    });

    it('closes the default security group', () => {
      expect(stack.one('aws_default_security_group')).toMatchObject({ ingress: [], egress: [] });
    });

    it('gives nothing a public address by itself', () => {
      const subnets = stack.all('aws_subnet');

      expect(subnets.map((subnet) => subnet.map_public_ip_on_launch)).toEqual(Array(4).fill(false));
      expect(subnets.map((subnet) => (subnet.tags as { Name: string }).Name).sort()).toEqual([
        'prod-network-private-a',
        'prod-network-private-b',
        'prod-network-public-a',
        'prod-network-public-b',
      ]);
    });

    it('leads only the public subnets to the internet gateway', () => {
      const table = named(stack, 'aws_route_table', 'prod-network-public');
      const tableId = referenceTo(stack, 'aws_route_table', table);
      const subnetIds = ['a', 'b'].map((letter) => {
        const subnet = named(stack, 'aws_subnet', `prod-network-public-${letter}`);
        return referenceTo(stack, 'aws_subnet', subnet);
      });

      const route = stack.one('aws_route');
      const associated = stack
        .all('aws_route_table_association')
        .filter((association) => association.route_table_id === tableId)
        .map((association) => association.subnet_id);

      expect(route).toMatchObject({
        route_table_id: tableId,
        destination_cidr_block: '0.0.0.0/0',
        gateway_id: expect.stringMatching(/^\$\{aws_internet_gateway\./) as string,
      });
      expect(associated).toEqual(subnetIds);
    });

    it('makes balancers wait for the internet gateway through their subnets', () => {
      const subnet = named(stack, 'aws_subnet', 'prod-network-public-a');

      expect(subnet.depends_on).toEqual([expect.stringMatching(/^aws_route\./)]);
    });

    it('reaches images, logs and secrets through endpoints', () => {
      const services = stack.all('aws_vpc_endpoint').map((endpoint) => ({
        service: (endpoint.service_name as string).replace(/\$\{.*\}/, '<region>'),
        type: endpoint.vpc_endpoint_type,
        dns: endpoint.private_dns_enabled,
      }));

      expect(services).toEqual([
        { service: 'com.amazonaws.<region>.ecr.api', type: 'Interface', dns: true },
        { service: 'com.amazonaws.<region>.ecr.dkr', type: 'Interface', dns: true },
        { service: 'com.amazonaws.<region>.logs', type: 'Interface', dns: true },
        { service: 'com.amazonaws.<region>.s3', type: 'Gateway', dns: undefined },
        { service: 'com.amazonaws.<region>.secretsmanager', type: 'Interface', dns: true },
      ]);
    });

    it('lets only the private ranges use the endpoints', () => {
      const rules = stack.all('aws_vpc_security_group_ingress_rule');

      expect(rules.map((rule) => rule.cidr_ipv4)).toEqual(['10.0.0.0/20', '10.0.16.0/20']);
      for (const rule of rules) {
        expect(rule).toMatchObject({ ip_protocol: 'tcp', from_port: 443, to_port: 443 });
      }
    });

    it('lets only principals of the account pass the endpoints, and ECR to its own layers', () => {
      const own = {
        Sid: 'PrincipalsOfThisAccount',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: '*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': expect.stringMatching(/aws_caller_identity/) as string,
          },
        },
      };

      for (const endpoint of stack.all('aws_vpc_endpoint')) {
        const [first, ...others] = stack.policyStatements(endpoint);
        expect(first).toEqual(own);
        if (endpoint.vpc_endpoint_type === 'Interface') expect(others).toEqual([]);
        else {
          expect(others).toEqual([
            {
              Sid: 'ImageLayers',
              Effect: 'Allow',
              Principal: { AWS: '*' },
              Action: 's3:GetObject',
              Resource: expect.stringMatching(
                /s3:::prod-\$\{.+\}-starport-layer-bucket\/\*$/,
              ) as string,
            },
          ]);
        }
      }
    });

    it('notes all traffic for 30 days', () => {
      expect(stack.one('aws_flow_log')).toMatchObject({
        traffic_type: 'ALL',
        log_destination_type: 'cloud-watch-logs',
        max_aggregation_interval: 600,
      });
      expect(stack.one('aws_cloudwatch_log_group')).toMatchObject({
        name: '/vpc/prod/prod-network',
        retention_in_days: 30,
      });
    });

    it('lets only flow logs of the account write, into this one group', () => {
      const trust = stack.policyStatements(stack.one('aws_iam_role'), 'assume_role_policy');
      const statements = stack.policyStatements(stack.one('aws_iam_role_policy'));

      expect(trust).toEqual([
        {
          Sid: 'FlowLogsOfThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': expect.any(String) as string },
            ArnLike: { 'aws:SourceArn': expect.stringMatching(/:vpc-flow-log\/\*$/) as string },
          },
        },
      ]);
      expect(statements).toEqual([
        {
          Sid: 'WriteFlowLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: [expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..+\.arn\}:\*$/)],
        },
      ]);
    });
  });

  describe('other props', () => {
    it('adds an endpoint per service that is asked for', () => {
      const egress = Egress.endpoints({ services: ['logs', 'sqs', 'ecr.dkr', 'ecr.api'] });

      const stack = networkWith({ egress });

      expect(
        stack.all('aws_vpc_endpoint').map((one) => (one.tags as { Name: string }).Name),
      ).toEqual(['ecr-api', 'ecr-dkr', 'logs', 's3', 'sqs'].map((name) => `prod-network-${name}`));
    });

    it('cuts the subnets out of another range', () => {
      const stack = networkWith({ cidr: '172.20.0.0/20' });

      expect(stack.one('aws_vpc').cidr_block).toBe('172.20.0.0/20');
      expect(named(stack, 'aws_subnet', 'prod-network-public-b').cidr_block).toBe('172.20.9.0/24');
    });

    it('leaves a range that is not known yet to Terraform', () => {
      const stack = synth((scope) => {
        const { stringValue: cidr } = new TerraformVariable(scope, 'cidr', { type: 'string' });
        new Network(scope, 'Network', { ...required, cidr });
      });

      expect(named(stack, 'aws_subnet', 'prod-network-private-b').cidr_block).toBe(
        '${cidrsubnet(var.cidr, 4, 1)}',
      );
    });

    it('keeps flow logs longer where asked', () => {
      const stack = networkWith({ flowLogRetentionDays: 365 });

      expect(stack.one('aws_cloudwatch_log_group').retention_in_days).toBe(365);
    });

    it('names everything after another name where asked', () => {
      const stack = networkWith({ name: 'batch' });

      expect(stack.one('aws_vpc').tags).toEqual({ Name: 'prod-batch' });
      expect(stack.one('aws_iam_role').name).toBe('prod-batch-flow-logs');
      expect(stack.one('aws_security_group').name).toBe('prod-batch-endpoints');
    });
  });

  it('does not depend on the order of zones and services', () => {
    const services = ['ecr.api', 'logs', 'ecr.dkr', 'kms'] as const;

    const one = networkWith({ egress: Egress.endpoints({ services }) });
    const other = networkWith({
      zones: [...required.zones].reverse(),
      egress: Egress.endpoints({ services: [...services].reverse() }),
    });

    expect(other.json).toEqual(one.json);
  });

  it.each<[Partial<NetworkProps>, RegExp]>([
    [{ environment: 'Prod' }, /'environment' must start with a letter .* got 'Prod'/],
    [{ name: '-' }, /'name' must start with a letter .* got '-'/],
    [{ name: 'n'.repeat(60) }, /'name' makes the IAM role name 'prod-n+-flow-logs'/],
    [{ zones: ['eu-west-1a'] }, /'zones' must name at least two/],
    [{ cidr: '10.0.0.0/28' }, /'cidr' is too small for 2 zones, got '10.0.0.0\/28'/],
    [{ egress: Egress.endpoints({ services: [] }) }, /'egress' lacks the endpoints/],
    [{ flowLogRetentionDays: 31 }, /'flowLogRetentionDays' must be .* got 31; use 60/],
  ])('fails when the props are %j', (props, message) => {
    expect(() => networkWith(props)).toThrow(message);
  });

  it('reports all problems at once', () => {
    expect(() => networkWith({ environment: '', cidr: 'x', flowLogRetentionDays: 0 })).toThrow(
      /'environment'[^]*'cidr'[^]*'flowLogRetentionDays'/,
    );
  });
});
