import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Workload } from '../../../constructs/core/workload';
import { Image } from '../../../constructs/core/image';
import { problemsIn } from './finding.fixture';
import { taskDefinitionFindings } from './task-definitions';

const image = `registry.example.org/api@sha256:${'0'.repeat(64)}`;
const workload: Workload = {
  image: Image.fromRegistry(image),
  port: 80,
  health: { path: '/' },
  user: 65532,
};
const container: ContainerDefinition = {
  image,
  user: '65532',
  readonlyRootFilesystem: true,
  linuxParameters: { capabilities: { add: [], drop: ['ALL'] } },
  secrets: [
    {
      name: 'KEY',
      valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/key-AbC123',
    },
  ],
  stopTimeout: 30,
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/ecs/prod/api', mode: 'non-blocking' },
  },
};
const task: TaskDefinition = {
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: 'arn:execution',
  taskRoleArn: 'arn:task',
};
const problems = (change: Partial<ContainerDefinition>, taskChange: Partial<TaskDefinition> = {}) =>
  problemsIn(
    taskDefinitionFindings(
      {
        taskDefinitions: {
          api: { ...task, containerDefinitions: [{ ...container, ...change }], ...taskChange },
        },
      },
      { images: { api: image }, workloads: { api: workload }, secrets: { api: ['prod/key'] } },
    ),
  );

describe('taskDefinitionFindings', () => {
  it('has no problem with a hardened container', () => {
    expect(problems({})).toEqual({});
  });

  it('has no problem with a secret that names one version of its entry', () => {
    const valueFrom = `${container.secrets![0]!.valueFrom!}:::terraform-20261121000000000000000001`;

    expect(problems({ secrets: [{ name: 'KEY', valueFrom }] })).toEqual({});
  });

  it.each<[string, Partial<ContainerDefinition>]>([
    ['each root file system is read-only', { readonlyRootFilesystem: undefined }],
    ['each user is the declared one and not root', { user: undefined }],
    ['each user is the declared one and not root', { user: '0' }],
    ['each user is the declared one and not root', { user: '1000' }],
    ['each container has no capabilities', { linuxParameters: undefined }],
    [
      'each container has no capabilities',
      { linuxParameters: { capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] } } },
    ],
    ['no container is privileged', { privileged: true }],
    ['each image is the pushed one, by its digest', { image: 'registry.example.org/api:latest' }],
    ['each secret is a reference to its entry, and no other is given', { secrets: [] }],
    [
      'each secret is a reference to its entry, and no other is given',
      { secrets: [{ name: 'KEY', valueFrom: 'the value' }] },
    ],
    ['each stop has its time', { stopTimeout: undefined }],
    ['each stop has its time', { stopTimeout: 5 }],
    ['each log goes to its group without blocking', { logConfiguration: undefined }],
  ])('fails when not: %s (%#)', (what, change) => {
    expect(Object.keys(problems(change))).toEqual([what]);
  });

  it.each<[string, Partial<TaskDefinition>]>([
    ['one role', { taskRoleArn: 'arn:execution' }],
    ['another network mode', { networkMode: 'bridge' }],
    ['another launch type', { requiresCompatibilities: ['EC2'] }],
  ])('fails when a task has %s', (_name, change) => {
    expect(Object.keys(problems({}, change))).toEqual([
      'each task is a Fargate task with two roles',
    ]);
  });

  it('fails when a task has no container', () => {
    expect(problems({}, { containerDefinitions: [] })).toMatchObject({
      'each root file system is read-only': 'api has no container',
    });
  });
});
