import type { DeployedFiles } from '../backings';
import type { Deployed, Statement } from '../deployed';
import { expectEqual, expectThat, type Finding } from '../report';
import { grantsOn, sentence } from './grants';

/** Who writes the files. */
export interface ExpectedFiles {
  /** The one service that mounts them. */
  readonly caller: string;

  /** User that the service runs as. */
  readonly user: number;

  /** Name of the backing, which is that of its directory. */
  readonly name: string;
}

type Facts = Pick<Deployed, 'services' | 'taskDefinitions' | 'taskStatements'>;

/** Files are encrypted, backed up, and reached by their writer alone: over TLS, with its role, through its access point. */
export function filesFindings(
  files: DeployedFiles,
  facts: Facts,
  expected: ExpectedFiles,
): Finding[] {
  const { system, backup, policy, subnets } = files;
  const at = facts.services[expected.caller]?.networkConfiguration?.awsvpcConfiguration?.subnets;
  return [
    expectEqual('the files are encrypted', system.Encrypted, true),
    expectEqual('the files are backed up', backup, 'ENABLED'),
    expectEqual(
      'the files can be mounted in each subnet of their writer, and nowhere else',
      [...subnets].sort(),
      [...(at ?? [])].sort(),
    ),
    expectThat(
      'the files refuse who comes without TLS',
      refusesWithoutTls(policy),
      `their policy is ${policy}`,
    ),
    ...wayFindings(files, facts, expected),
  ];
}

function wayFindings(
  { system, accessPoints }: DeployedFiles,
  { taskDefinitions, taskStatements }: Facts,
  { caller, user, name }: ExpectedFiles,
): Finding[] {
  const [point] = accessPoints;
  return [
    expectEqual(
      'one access point makes everybody the writer in a directory of its own',
      accessPoints.map(({ PosixUser, RootDirectory: { Path, CreationInfo } }) => [
        PosixUser.Uid,
        Path,
        CreationInfo.OwnerUid,
        CreationInfo.Permissions,
      ]),
      [[user, `/${name}`, user, '0700']],
    ),
    expectEqual(
      'one service mounts the files: over TLS, as its role, through the access point',
      mountsOf(taskDefinitions),
      [[caller, system.FileSystemId, 'ENABLED', 'ENABLED', point?.AccessPointId].join(' ')],
    ),
    expectEqual(
      'one role may write the files, and only through the access point',
      grantsOn('elasticfilesystem', taskStatements),
      [
        sentence(caller, {
          Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
          Resource: system.FileSystemArn,
          Condition: {
            StringEquals: { 'elasticfilesystem:AccessPointArn': point?.AccessPointArn ?? '' },
          },
        }),
      ],
    ),
  ];
}

/** Every mount of a file system: service, file system, TLS, role, access point. */
function mountsOf(taskDefinitions: Facts['taskDefinitions']): string[] {
  return Object.entries(taskDefinitions).flatMap(([service, { volumes = [] }]) =>
    volumes.flatMap(({ efsVolumeConfiguration: mount }) =>
      mount
        ? [
            [
              service,
              mount.fileSystemId,
              mount.transitEncryption,
              mount.authorizationConfig?.iam,
              mount.authorizationConfig?.accessPointId,
            ].join(' '),
          ]
        : [],
    ),
  );
}

function refusesWithoutTls(policy: string): boolean {
  const { Statement: statements } = JSON.parse(policy) as { Statement: readonly Statement[] };
  return statements.some(
    ({ Effect, Condition }) =>
      Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
  );
}
