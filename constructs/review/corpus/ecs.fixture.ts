import { type Block, each, one, type Resources, type RuleCases, unknown } from './case.fixture';

const task = 'aws_ecs_task_definition';
const digest = `sha256:${'0'.repeat(64)}`;

/** A task definition with these containers, as JSON in a text. */
const tasks = (...containers: readonly Block[]): Resources[] =>
  containers.map((container) =>
    one(task, { container_definitions: JSON.stringify([{ name: 'web', ...container }]) }),
  );

const unreadable = each(task, { container_definitions: unknown }, { container_definitions: '[' });

const services = (...blocks: readonly Block[]): Resources[] => each('aws_ecs_service', ...blocks);

const volumes = (...configurations: readonly Block[]): Resources[] =>
  each(
    task,
    ...configurations.map((efs) => ({ volume: [{ name: 'v', efs_volume_configuration: efs }] })),
  );

/** A service whose task mounts a file system. */
const writer = (service: Block, mount: Block = {}): Resources => ({
  [task]: {
    t: {
      volume: { name: 'v', efs_volume_configuration: { file_system_id: 'fs-1' } },
      container_definitions: JSON.stringify([
        { name: 'api', mountPoints: [{ sourceVolume: 'v', containerPath: '/data', ...mount }] },
      ]),
    },
  },
  aws_ecs_service: { s: { task_definition: `\${${task}.t.arn}`, ...service } },
});

const single = {
  desired_count: 1,
  deployment_maximum_percent: 100,
  deployment_minimum_healthy_percent: 0,
};

/** What rules about ECS must say. */
export const ecsCases: Record<string, RuleCases> = {
  'ecs-capabilities': {
    bad: tasks(
      {},
      { linuxParameters: { capabilities: { drop: ['NET_RAW'] } } },
      { linuxParameters: { capabilities: { drop: ['ALL'], add: ['SYS_PTRACE'] } } },
    ),
    good: tasks({ linuxParameters: { capabilities: { drop: ['ALL'], add: [] } } }),
    unread: unreadable,
  },
  'ecs-circuit-breaker': {
    bad: services({}, { deployment_circuit_breaker: { enable: true, rollback: false } }),
    good: services({ deployment_circuit_breaker: { enable: true, rollback: true } }),
    unread: services({ deployment_circuit_breaker: { enable: true, rollback: unknown } }),
  },
  'ecs-container-insights': {
    bad: each('aws_ecs_cluster', {}, { setting: { name: 'containerInsights', value: 'disabled' } }),
    good: each('aws_ecs_cluster', { setting: [{ name: 'containerInsights', value: 'enhanced' }] }),
    unread: each('aws_ecs_cluster', { setting: unknown }),
  },
  'ecs-efs-iam': {
    bad: volumes({}, { authorization_config: { access_point_id: 'ap', iam: 'DISABLED' } }),
    good: [
      ...volumes({ authorization_config: { access_point_id: 'ap', iam: 'ENABLED' } }),
      ...each(task, {}),
    ],
    unread: volumes({ authorization_config: { access_point_id: 'ap', iam: unknown } }),
  },
  'ecs-efs-tls': {
    bad: volumes({}, { transit_encryption: 'DISABLED' }),
    good: [
      ...volumes({ transit_encryption: 'ENABLED' }),
      ...each(task, { volume: [{ name: 'v' }] }),
    ],
    unread: volumes({ transit_encryption: unknown }),
  },
  'ecs-exec': {
    bad: services({ enable_execute_command: true }),
    good: services({}, { enable_execute_command: false }),
    unread: services({ enable_execute_command: unknown }),
  },
  'ecs-health-check': {
    bad: tasks({ portMappings: [{ containerPort: 80 }] }),
    good: tasks({}, { portMappings: [{}], healthCheck: { command: ['CMD', '/web', 'health'] } }),
    unread: unreadable,
  },
  'ecs-host-network': {
    bad: each(task, { network_mode: 'host' }),
    good: each(task, { network_mode: 'awsvpc' }, {}),
    unread: each(task, { network_mode: unknown }),
  },
  'ecs-host-process': {
    bad: each(task, { pid_mode: 'host' }, { ipc_mode: 'host' }),
    good: each(task, {}, { pid_mode: 'task' }),
    unread: each(task, { pid_mode: unknown }),
  },
  'ecs-image-pinned': {
    bad: tasks({}, { image: 'web:latest' }, { image: '${aws_ecr_repository.r.repository_url}:1' }),
    good: tasks(
      { image: `web@${digest}` },
      { image: '${data.aws_ecr_repository.r.url}@${data.aws_ecr_image.i.image_digest}' },
    ),
    unread: tasks({ image: unknown }),
  },
  'ecs-logging': {
    bad: tasks({}, { logConfiguration: { logDriver: 'none' } }, { logConfiguration: {} }),
    good: tasks({ logConfiguration: { logDriver: 'awslogs' } }),
    unread: unreadable,
  },
  'ecs-platform-version': {
    bad: services({ platform_version: '1.3.0' }),
    good: services({}, { platform_version: 'LATEST' }),
    unread: services({ platform_version: unknown }),
  },
  'ecs-privileged': {
    bad: tasks({ privileged: true }),
    good: tasks({}, { privileged: false }),
    unread: unreadable,
  },
  'ecs-public-ip': {
    bad: services({ network_configuration: { assign_public_ip: true } }),
    good: services(
      { network_configuration: { assign_public_ip: false } },
      { network_configuration: [{}] },
    ),
    unread: services({ network_configuration: { assign_public_ip: unknown } }),
  },
  'ecs-readonly-root': {
    bad: tasks({}, { readonlyRootFilesystem: false }),
    good: tasks({ readonlyRootFilesystem: true }),
    unread: unreadable,
  },
  'ecs-secret-in-environment': {
    bad: tasks(
      { environment: [{ name: 'DB_PASSWORD', value: 'x' }] },
      { environment: [{ name: 'AWS_SECRET_ACCESS_KEY', value: unknown }] },
      { environment: [{ name: 'DATABASE', value: 'postgres://me:secret@db/x' }] },
    ),
    good: tasks(
      {},
      { environment: [{ name: 'PASSWORD_FILE', value: '/run/x' }] },
      { environment: [{ name: 'API_URL', value: 'http://api:80' }] },
    ),
    unread: unreadable,
  },
  'ecs-single-writer': {
    bad: [
      writer({ desired_count: 1 }),
      writer({ ...single, deployment_maximum_percent: 200 }),
      writer({ ...single, deployment_minimum_healthy_percent: 100 }),
      writer({ ...single, desired_count: 2 }),
    ],
    good: [
      writer(single),
      writer({ desired_count: 4 }, { readOnly: true }),
      ...services({ task_definition: 'elsewhere' }),
    ],
    unread: [writer({ desired_count: 2 }, { readOnly: unknown })],
  },
  'ecs-two-roles': {
    bad: each(task, { task_role_arn: 'arn:1', execution_role_arn: 'arn:1' }),
    good: each(task, {}, { task_role_arn: 'arn:1', execution_role_arn: 'arn:2' }),
    unread: each(task, { task_role_arn: unknown, execution_role_arn: 'arn:2' }),
  },
  'ecs-user': {
    bad: tasks({}, { user: '0' }, { user: 'root' }, { user: '0:0' }, { user: 'app' }),
    good: tasks({ user: '65532' }, { user: '101:101' }),
    unread: tasks({ user: unknown }),
  },
};
