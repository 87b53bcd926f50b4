import type { CacheUser, DeployedCache, ReplicationGroup } from '../backings';
import { cacheFindings } from './cache';
import { problemsIn } from './finding.fixture';

const group: ReplicationGroup = {
  TransitEncryptionEnabled: true,
  TransitEncryptionMode: 'required',
  AtRestEncryptionEnabled: true,
  AutomaticFailover: 'enabled',
  MultiAZ: 'enabled',
  UserGroupIds: ['cache'],
  NodeGroups: [
    {
      PrimaryEndpoint: { Address: 'cache.example.org', Port: 6379 },
      NodeGroupMembers: [{ PreferredAvailabilityZone: 'a' }, { PreferredAvailabilityZone: 'b' }],
    },
  ],
};
const user: CacheUser = {
  UserName: 'default',
  AccessString: 'on ~* &* +@all -@dangerous',
  Authentication: { Type: 'password', PasswordCount: 1 },
};
const reference =
  '{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:1:secret:a:SecretString}}';
const told = (value: string) => ({
  containerDefinitions: [{ environment: [{ name: 'REDIS_URL', value }] }],
});
const problems = (
  change: Partial<ReplicationGroup>,
  { users = [user], template = reference }: Partial<DeployedCache> = {},
  url = 'rediss://cache.example.org:6379',
) =>
  problemsIn(
    cacheFindings(
      { group: { ...group, ...change }, users, template },
      { taskDefinitions: { api: told(url), web: {} } },
      ['api'],
    ),
  );

describe('cacheFindings', () => {
  it('has no problem with a cache that asks for TLS and a password', () => {
    expect(problems({})).toEqual({});
  });

  it.each<[string, Partial<ReplicationGroup>]>([
    ['the cache speaks TLS only', { TransitEncryptionMode: 'preferred' }],
    ['the cache speaks TLS only', { TransitEncryptionEnabled: false }],
    ['the cache encrypts what it stores', { AtRestEncryptionEnabled: false }],
    ['the cache survives the loss of a zone', { AutomaticFailover: 'disabled' }],
    ['the cache survives the loss of a zone', { MultiAZ: 'disabled' }],
    [
      'the cache survives the loss of a zone',
      {
        NodeGroups: [
          {
            PrimaryEndpoint: { Address: 'cache.example.org', Port: 6379 },
            NodeGroupMembers: [{ PreferredAvailabilityZone: 'a' }],
          },
        ],
      },
    ],
  ])('fails when not: %s (%#)', (what, change) => {
    expect(Object.keys(problems(change))).toEqual([what]);
  });

  it.each<[string, readonly CacheUser[]]>([
    ['nobody logs in', []],
    ['the user needs no password', [{ ...user, Authentication: { Type: 'no-password' } }]],
    ['there is a second user', [user, { ...user, UserName: 'other' }]],
  ])('fails when %s', (_name, users) => {
    expect(Object.keys(problems({}, { users }))).toContain(
      'the cache knows one user, the default one, by one password',
    );
  });

  it('fails when a user may administer it', () => {
    const users = [{ ...user, AccessString: 'on ~* +@all' }];

    expect(problems({}, { users })).toEqual({
      'no user of the cache may administer it': 'default may on ~* +@all',
    });
  });

  it('fails when the template holds a password', () => {
    expect(Object.keys(problems({}, { template: '{"Passwords":["a"]}' }))).toEqual([
      'the template of the login refers to the entry of the password',
    ]);
  });

  it.each(['redis://cache.example.org:6379', 'rediss://:password@cache.example.org:6379'])(
    'fails when a caller is told %s',
    (url) => {
      expect(Object.keys(problems({}, {}, url))).toEqual([
        'the callers of the cache know its address with TLS, and no password in it',
      ]);
    },
  );
});
