import type { DeployedFiles } from '../backings';
import type { Deployed } from '../deployed';
import { filesFindings } from './files';
import { problemsIn } from './finding.fixture';

type Facts = Pick<Deployed, 'services' | 'taskDefinitions' | 'taskStatements'>;

const fileSystemArn = 'arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1';
const accessPointArn = 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-1';
const refusal = { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const point = {
  AccessPointId: 'fsap-1',
  AccessPointArn: accessPointArn,
  PosixUser: { Uid: 65532, Gid: 65532 },
  RootDirectory: { Path: '/users', CreationInfo: { OwnerUid: 65532, Permissions: '0700' } },
};
const files: DeployedFiles = {
  system: { FileSystemId: 'fs-1', FileSystemArn: fileSystemArn, Encrypted: true },
  backup: 'ENABLED',
  policy: JSON.stringify({ Statement: [refusal] }),
  subnets: ['a', 'b'],
  accessPoints: [point],
};
const mount = {
  name: 'data',
  efsVolumeConfiguration: {
    fileSystemId: 'fs-1',
    transitEncryption: 'ENABLED',
    authorizationConfig: { iam: 'ENABLED', accessPointId: 'fsap-1' },
  },
} as const;
const grant = {
  Effect: 'Allow',
  Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
  Resource: fileSystemArn,
  Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPointArn } },
} as const;
const facts: Facts = {
  services: { api: { networkConfiguration: { awsvpcConfiguration: { subnets: ['b', 'a'] } } } },
  taskDefinitions: { api: { volumes: [mount, { name: 'tmp' }] }, web: {} },
  taskStatements: { api: [grant], web: [] },
};
const problems = (change: Partial<DeployedFiles>, factChange: Partial<Facts> = {}) =>
  problemsIn(
    filesFindings(
      { ...files, ...change },
      { ...facts, ...factChange },
      { caller: 'api', user: 65532, name: 'users' },
    ),
  );

describe('filesFindings', () => {
  it('has no problem with one writer on encrypted files', () => {
    expect(problems({})).toEqual({});
  });

  it.each<[string, Partial<DeployedFiles>]>([
    ['the files are encrypted', { system: { ...files.system, Encrypted: false } }],
    ['the files are backed up', { backup: 'DISABLED' }],
    [
      'the files can be mounted in each subnet of their writer, and nowhere else',
      { subnets: ['a'] },
    ],
    ['the files refuse who comes without TLS', { policy: '{"Statement":[]}' }],
    [
      'one access point makes everybody the writer in a directory of its own',
      { accessPoints: [{ ...point, PosixUser: { Uid: 0, Gid: 0 } }] },
    ],
    [
      'one access point makes everybody the writer in a directory of its own',
      { accessPoints: [point, point] },
    ],
  ])('fails when not: %s (%#)', (what, change) => {
    expect(Object.keys(problems(change))).toEqual([what]);
  });

  it.each([
    ['no TLS', { transitEncryption: 'DISABLED' }],
    ['no role', { authorizationConfig: { accessPointId: 'fsap-1' } }],
    ['no access point', { authorizationConfig: { iam: 'ENABLED' } }],
    ['another file system', { fileSystemId: 'fs-2' }],
  ] as const)('fails when a mount has %s', (_name, change) => {
    const efsVolumeConfiguration = { ...mount.efsVolumeConfiguration, ...change };
    const taskDefinitions = { api: { volumes: [{ ...mount, efsVolumeConfiguration }] } };

    expect(Object.keys(problems({}, { taskDefinitions }))).toEqual([
      'one service mounts the files: over TLS, as its role, through the access point',
    ]);
  });

  it('fails when a second service mounts the files', () => {
    const taskDefinitions = { api: { volumes: [mount] }, web: { volumes: [mount] } };

    expect(Object.keys(problems({}, { taskDefinitions }))).toEqual([
      'one service mounts the files: over TLS, as its role, through the access point',
    ]);
  });

  it.each([
    ['without its condition', { Condition: undefined }],
    ['of every action', { Action: 'elasticfilesystem:*' }],
    ['of everything', { Action: '*' }],
    ['on every file system', { Resource: '*' }],
  ])('fails when there is a grant %s', (_name, change) => {
    const taskStatements = { api: [{ ...grant, ...change }] };

    expect(Object.keys(problems({}, { taskStatements }))).toEqual([
      'one role may write the files, and only through the access point',
    ]);
  });
});
