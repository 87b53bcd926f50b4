import { Token } from 'cdktf';
import { synth } from '../core/synth';
import { type ExistingNetworkProps, Network } from './network';

describe('Network.fromIds', () => {
  const ids: ExistingNetworkProps = {
    vpcId: 'vpc-1a',
    cidr: '10.0.0.0/16',
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    privateSubnetIds: ['subnet-3', 'subnet-4'],
  };

  function existing(props: Partial<ExistingNetworkProps> = {}) {
    let network!: ReturnType<typeof Network.fromIds>;
    const stack = synth((scope) => {
      network = Network.fromIds(scope, 'Network', { ...ids, ...props });
    });
    return { network, stack };
  }

  it('creates and reads nothing', () => {
    const { network, stack } = existing();

    expect(stack.json.resource).toBeUndefined();
    expect(stack.json.data).toBeUndefined();
    expect(network).toMatchObject({ ...ids, egressDependencies: [] });
  });

  it('expects the way out of NAT unless told otherwise', () => {
    expect(existing().network.egressTargets).toEqual([
      expect.objectContaining({ port: 443, cidrIpv4: '0.0.0.0/0' }),
    ]);
  });

  it('takes what the tasks must reach instead', () => {
    const egressTargets = [
      { id: 'Endpoints', description: 'endpoints', port: 443, securityGroupId: 'sg-1' },
    ];

    expect(existing({ egressTargets }).network.egressTargets).toEqual(egressTargets);
  });

  it('believes that the tasks reach the internet unless told otherwise', () => {
    const reachable = ['ecr.api', 'ecr.dkr', 'logs'];

    expect(existing().network.reachable).toBe('internet');
    expect(existing({ reachable }).network.reachable).toEqual(reachable);
  });

  it('has an internet gateway unless told otherwise', () => {
    expect(existing().network.internetGateway).toEqual([]);
    expect(existing({ internetGateway: false }).network.internetGateway).toBeUndefined();
  });

  it('does not judge tokens', () => {
    const id = Token.asString({ Ref: 'unknown' });

    expect(() =>
      existing({
        vpcId: id,
        cidr: id,
        publicSubnetIds: Token.asList({ Ref: 'unknown' }),
        privateSubnetIds: [id, Token.asString({ Ref: 'other' })],
      }),
    ).not.toThrow();
  });

  const target = { id: 'Out', description: 'out', port: 443 };
  it.each<[Partial<ExistingNetworkProps>, RegExp]>([
    [{ vpcId: 'my-vpc' }, /'vpcId' must be the id of a VPC, got 'my-vpc'/],
    [{ cidr: '10.0.0.5/16' }, /'cidr' must be an IPv4 range/],
    [{ publicSubnetIds: ['subnet-1'] }, /'publicSubnetIds' must name two subnets or more/],
    [{ privateSubnetIds: ['subnet-1', 'subnet-1'] }, /'privateSubnetIds' must name two subnets/],
    [
      { privateSubnetIds: ['subnet-1', 'vpc-1'] },
      /'privateSubnetIds' needs ids of subnets, got 'vpc-1'/,
    ],
    [{ egressTargets: [target] }, /'egressTargets' needs exactly one of .* for 'Out'/],
    [
      { egressTargets: [{ ...target, cidrIpv4: '10.0.0.0/8', prefixListId: 'pl-1' }] },
      /'egressTargets' needs exactly one of/,
    ],
    [
      { egressTargets: [1, 2].map(() => ({ ...target, cidrIpv4: '10.0.0.0/8' })) },
      /'egressTargets' has the id 'Out' twice/,
    ],
  ])('fails when the ids are %j', (props, message) => {
    expect(() => existing(props)).toThrow(message);
  });
});
