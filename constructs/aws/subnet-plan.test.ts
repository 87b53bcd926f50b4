import { Token } from 'cdktf';
import { cidrProblems, newCidrProblems, planSubnets, zoneProblems } from './subnet-plan';

const zones = ['eu-west-1a', 'eu-west-1b'];

describe('planSubnets', () => {
  it('gives every zone a sixteenth of the lower and of the upper half', () => {
    expect(planSubnets('10.0.0.0/16', zones)).toEqual([
      { zone: 'eu-west-1a', letter: 'a', privateCidr: '10.0.0.0/20', publicCidr: '10.0.128.0/20' },
      { zone: 'eu-west-1b', letter: 'b', privateCidr: '10.0.16.0/20', publicCidr: '10.0.144.0/20' },
    ]);
  });

  it('cuts the smallest range into what a balancer accepts', () => {
    expect(planSubnets('192.168.254.0/23', ['eu-west-1h'])).toEqual([
      expect.objectContaining({
        privateCidr: '192.168.254.224/27',
        publicCidr: '192.168.255.224/27',
      }),
    ]);
  });

  it('leaves the other zones as they are when one is added, in whatever order', () => {
    const before = planSubnets('10.0.0.0/16', ['eu-west-1b', 'eu-west-1c']);

    const after = planSubnets('10.0.0.0/16', ['eu-west-1c', 'eu-west-1a', 'eu-west-1b']);

    expect(after.slice(1)).toEqual(before);
  });

  it('leaves a range that is not known yet to Terraform', () => {
    const cidr = Token.asString({ cidr: 'unknown' });

    const [plan] = planSubnets(cidr, zones);

    expect(Token.isUnresolved(plan!.privateCidr)).toBe(true);
  });
});

describe('newCidrProblems', () => {
  it.each(['10.0.0.0/16', '10.1.2.0/23', Token.asString({ cidr: 'unknown' })])(
    'accepts %s',
    (cidr) => {
      expect(newCidrProblems(cidr, zones)).toEqual([]);
    },
  );

  it('fails when the range is too small for its zones', () => {
    expect(newCidrProblems('10.0.0.0/24', zones)).toEqual([
      "'cidr' is too small for 2 zones, got '10.0.0.0/24': every zone takes two sixteenths, and a balancer's subnet needs 32 addresses; use a range of /23 or larger, for example '10.0.0.0/16'",
    ]);
  });

  it('fails when the range is larger than a VPC', () => {
    expect(newCidrProblems('10.0.0.0/15', zones)).toEqual([
      expect.stringMatching(/larger than AWS allows, got '10.0.0.0\/15'; use a range of \/16/),
    ]);
  });

  it.each([
    '10.0.0.1/16',
    '10.0.0.0',
    '10.0.0/16',
    '10.0.0.256/32',
    '10.0.0.0/33',
    'fd00::/64',
    '',
  ])('fails when the range is %p', (cidr) => {
    expect(newCidrProblems(cidr, zones)).toEqual(cidrProblems(cidr));
    expect(cidrProblems(cidr)).toEqual([
      expect.stringMatching(/^'cidr' must be an IPv4 range that starts at its first address, got/),
    ]);
  });
});

describe('zoneProblems', () => {
  it('accepts two zones of one region', () => {
    expect(zoneProblems(['us-gov-west-1a', 'us-gov-west-1c'])).toEqual([]);
  });

  it.each([
    [['eu-west-1a'], /must name at least two, .* got \["eu-west-1a"\]; add another zone/],
    [['eu-west-1a', 'eu-west-1a'], /names one twice, .*; keep each once/],
    [['eu-west-1a', 'eu-west-2b'], /must be of one region, .*; keep one region's/],
    [['eu-west-1a', 'b'], /needs the plain names .* got 'b'; use for example 'eu-west-1a'/],
    [['eu-west-1a', Token.asString({ zone: 'b' })], /needs the plain names/],
  ])('fails when the zones are %j', (list, message) => {
    expect(zoneProblems(list)).toEqual([expect.stringMatching(message)]);
  });
});
