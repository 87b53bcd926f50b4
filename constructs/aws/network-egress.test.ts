import { TerraformResource } from 'cdktf';
import { synth } from '../core/synth';
import { Egress } from './egress';
import { Network } from './network';
import { named, networkWith, referenceTo, required } from './network.fixture';

/** The resources that tasks of a network wait for, and that outlive them at a destroy. */
function dependenciesOf({ egressDependencies }: Network): TerraformResource[] {
  return egressDependencies.map((one) => {
    if (!(one instanceof TerraformResource)) throw new Error(`not a resource: ${one.fqn}`);
    return one;
  });
}

/** How many of them there are of each type. */
function waitedFor(network: Network): Record<string, number> {
  const types = dependenciesOf(network).map((one) => one.terraformResourceType);
  return Object.fromEntries(
    types.map((type) => [type, types.filter((other) => other === type).length]),
  );
}

describe('the way out of a Network', () => {
  it('tells tasks to reach the endpoints and S3, and to wait for the whole way to both', () => {
    let network!: Network;
    synth((stack) => (network = new Network(stack, 'Network', required)));

    expect(network.egressTargets).toMatchObject([
      { id: 'Endpoints', port: 443, securityGroupId: expect.any(String) as string },
      { id: 'S3', port: 443, prefixListId: expect.any(String) as string },
    ]);
    expect(waitedFor(network)).toEqual({
      aws_route_table_association: 2,
      aws_vpc_endpoint: 5,
      aws_vpc_security_group_ingress_rule: 2,
    });
    expect(network.reachable).toEqual(['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager']);
    expect(network.natPublicIps).toEqual([]);
  });

  it('makes tasks wait for the associations of their own subnets, not of the public ones', () => {
    let network!: Network;
    const stack = synth((scope) => (network = new Network(scope, 'Network', required)));
    const tables = ['a', 'b'].map((letter) => {
      const table = named(stack, 'aws_route_table', `prod-network-private-${letter}`);
      return referenceTo(stack, 'aws_route_table', table);
    });

    const associations = stack.json.resource!.aws_route_table_association!;
    const waited = dependenciesOf(network)
      .filter((one) => one.terraformResourceType === 'aws_route_table_association')
      .map((one) => associations[one.friendlyUniqueId]!.route_table_id);

    expect(waited).toEqual(tables);
  });

  describe('egress through NAT', () => {
    it('lets tasks reach every bucket through the endpoint, as through the gateway', () => {
      const stack = networkWith({ egress: Egress.nat() });

      const endpoint = stack.one('aws_vpc_endpoint');

      expect(stack.policyStatements(endpoint)).toEqual([
        { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
      ]);
      expect(endpoint.route_table_ids).toEqual(
        ['a', 'b'].map((letter) => {
          const table = named(stack, 'aws_route_table', `prod-network-private-${letter}`);
          return referenceTo(stack, 'aws_route_table', table);
        }),
      );
    });

    it('serves all zones from the first one', () => {
      const stack = networkWith({ egress: Egress.nat() });

      const gateway = stack.one('aws_nat_gateway');
      const routes = stack.all('aws_route').filter((route) => route.nat_gateway_id);

      expect(stack.counts()).toMatchObject({ aws_eip: 1, aws_route: 3 });
      // S3 alone: image layers must not be billed by the GB
      expect(stack.one('aws_vpc_endpoint')).toMatchObject({
        vpc_endpoint_type: 'Gateway',
        service_name: expect.stringMatching(/\.s3$/) as string,
      });
      expect(gateway).toMatchObject({
        connectivity_type: 'public',
        subnet_id: referenceTo(
          stack,
          'aws_subnet',
          named(stack, 'aws_subnet', 'prod-network-public-a'),
        ),
      });
      expect(routes.map((route) => route.nat_gateway_id)).toEqual(
        Array(2).fill(referenceTo(stack, 'aws_nat_gateway', gateway)),
      );
    });

    it('serves every zone from itself where asked', () => {
      const stack = networkWith({ egress: Egress.nat({ perZone: true }) });

      for (const letter of ['a', 'b']) {
        const gateway = named(stack, 'aws_nat_gateway', `prod-network-nat-${letter}`);
        const table = named(stack, 'aws_route_table', `prod-network-private-${letter}`);
        const tableId = referenceTo(stack, 'aws_route_table', table);
        expect(stack.where('aws_route', 'route_table_id', tableId)).toMatchObject({
          destination_cidr_block: '0.0.0.0/0',
          nat_gateway_id: referenceTo(stack, 'aws_nat_gateway', gateway),
        });
      }
    });

    it('tells tasks to reach the internet over TLS, and to wait for the whole way', () => {
      let network!: Network;
      synth((stack) => {
        network = new Network(stack, 'Network', { ...required, egress: Egress.nat() });
      });

      expect(network.egressTargets).toEqual([
        {
          id: 'Internet',
          description: 'the internet through NAT',
          port: 443,
          cidrIpv4: '0.0.0.0/0',
        },
      ]);
      expect(waitedFor(network)).toEqual({
        aws_route: 2,
        aws_route_table_association: 2,
        aws_vpc_endpoint: 1,
      });
      expect(network.reachable).toBe('internet');
      expect(network.natPublicIps).toHaveLength(1);
    });
  });

  describe('egress through public addresses', () => {
    it('makes public subnets only, and neither gateways nor endpoints', () => {
      const stack = networkWith({ egress: Egress.publicAddresses() });

      expect(stack.counts()).toMatchObject({ aws_subnet: 2, aws_route_table: 1, aws_route: 1 });
      expect(stack.counts()).not.toHaveProperty('aws_nat_gateway');
      expect(stack.counts()).not.toHaveProperty('aws_vpc_endpoint');
    });

    it('tells tasks to stand there and to wait for the way out', () => {
      let network!: Network;
      synth((stack) => {
        const egress = Egress.publicAddresses();
        network = new Network(stack, 'Network', { ...required, egress });
      });

      expect(network).toMatchObject({
        publicTasks: true,
        privateSubnetIds: [],
        reachable: 'internet',
        natPublicIps: [],
        egressTargets: [{ id: 'Internet', port: 443, cidrIpv4: '0.0.0.0/0' }],
      });
      expect(network.publicSubnetIds).toHaveLength(2);
      expect(waitedFor(network)).toEqual({ aws_route_table_association: 2 });
    });
  });
});
