import type { CacheUser, DeployedCache, ReplicationGroup } from '../backings';
import type { Deployed } from '../deployed';
import { expectEach, expectEqual, expectThat, type Finding } from '../report';

/** A cache asks for TLS and a password, which no template holds, and survives the loss of a zone. */
export function cacheFindings(
  { group, users, template }: DeployedCache,
  { taskDefinitions }: Pick<Deployed, 'taskDefinitions'>,
  callers: readonly string[],
): Finding[] {
  const { Address, Port } = group.NodeGroups[0]?.PrimaryEndpoint ?? {};
  return [
    ...groupFindings(group),
    ...userFindings(users),
    expectThat(
      'the template of the login refers to the entry of the password',
      template.includes('{{resolve:secretsmanager:arn:aws:secretsmanager:'),
      `it is ${template}`,
    ),
    expectEqual(
      'the callers of the cache know its address with TLS, and no password in it',
      urlsIn(taskDefinitions),
      callers.map((caller) => `${caller} rediss://${Address}:${Port}`).sort(),
    ),
  ];
}

function groupFindings(group: ReplicationGroup): Finding[] {
  const zones = group.NodeGroups.flatMap(({ NodeGroupMembers }) =>
    NodeGroupMembers.map(({ PreferredAvailabilityZone }) => PreferredAvailabilityZone),
  );
  return [
    expectEqual(
      'the cache speaks TLS only',
      [group.TransitEncryptionEnabled, group.TransitEncryptionMode],
      [true, 'required'],
    ),
    expectEqual('the cache encrypts what it stores', group.AtRestEncryptionEnabled, true),
    expectEqual(
      'the cache survives the loss of a zone',
      [group.AutomaticFailover, group.MultiAZ, new Set(zones).size > 1],
      ['enabled', 'enabled', true],
    ),
  ];
}

function userFindings(users: readonly CacheUser[]): Finding[] {
  return [
    expectEqual(
      'the cache knows one user, the default one, by one password',
      users.map(({ UserName, Authentication: { Type, PasswordCount } }) => [
        UserName,
        Type,
        PasswordCount,
      ]),
      [['default', 'password', 1]],
    ),
    expectEach(
      'no user of the cache may administer it',
      Object.fromEntries(users.map((user) => [user.UserName, user])),
      ({ AccessString }) => !AccessString.includes('-@dangerous') && `may ${AccessString}`,
    ),
  ];
}

/** Every address of a cache that a container is told. */
function urlsIn(taskDefinitions: Deployed['taskDefinitions']): string[] {
  const told = Object.entries(taskDefinitions).flatMap(([service, { containerDefinitions = [] }]) =>
    containerDefinitions
      .flatMap(({ environment = [] }) => environment)
      .filter(({ value = '' }) => /^rediss?:/.test(value))
      .map(({ value }) => `${service} ${value}`),
  );
  return told.sort();
}
