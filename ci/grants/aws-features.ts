const guide = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide';

/** What one feature of a service needs, on the resources that it names. */
export interface Feature {
  readonly actions: readonly string[];

  /** The vendor's page that lists the actions. */
  readonly page: string;
}

/** Every feature that needs a right, and nothing else needs one. */
export const features = {
  /** Execution role, on the streams of the service's log group. The page's CreateLogGroup is Terraform's. */
  log: {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    page: `${guide}/task_execution_IAM_role.html`,
  },
  /** Execution role, on every resource: the action knows none. */
  registryLogin: {
    actions: ['ecr:GetAuthorizationToken'],
    page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html',
  },
  /** Execution role, on the repository of the image. */
  image: {
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    page: `${guide}/task_execution_IAM_role.html`,
  },
  /** Execution role, on each secret of the container. */
  secret: {
    actions: ['secretsmanager:GetSecretValue'],
    page: `${guide}/secrets-envvar-secrets-manager.html`,
  },
  /** Execution role, on the customer's key of the secrets. */
  secretKey: { actions: ['kms:Decrypt'], page: `${guide}/secrets-envvar-secrets-manager.html` },
  /** Task role, on the file system, through the access point alone. */
  files: {
    actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    page: 'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
  },
  /** Task role, on the bucket, for the prefixes that the container is told. */
  listBucket: {
    actions: ['s3:ListBucket'],
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
  },
  /** Task role, on the objects below the prefixes, where the repository holds the content. */
  readObjects: {
    actions: ['s3:GetObject'],
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
  },
  /** Task role, on the objects below the prefixes, where callers write. */
  useObjects: {
    actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
  },
  /** Task role, on every resource: these actions know none. */
  execChannels: {
    actions: [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    page: `${guide}/task-iam-roles.html`,
  },
  /** Task role, on every resource: it lists groups. */
  execFindLog: { actions: ['logs:DescribeLogGroups'], page: `${guide}/ecs-exec.html` },
  /** Task role, on the streams of the sessions' log group. */
  execLog: {
    actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    page: `${guide}/ecs-exec.html`,
  },
  /** Task role, on the key of the sessions. */
  execKey: { actions: ['kms:Decrypt'], page: `${guide}/ecs-exec.html` },
  /** Infrastructure role of ECS, as a policy that AWS manages. */
  shiftTraffic: {
    actions: ['AmazonECSInfrastructureRolePolicyForLoadBalancers'],
    page: `${guide}/AmazonECSInfrastructureRolePolicyForLoadBalancers.html`,
  },
  /** Role of the flow logs, on the streams of their group. The page's actions on groups are Terraform's. */
  flowLog: {
    actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    page: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html',
  },
} as const satisfies Readonly<Record<string, Feature>>;

/** The only actions that may be allowed on every resource: AWS knows no resource for them. */
export const withoutResource: readonly string[] = [
  ...features.registryLogin.actions,
  ...features.execChannels.actions,
  ...features.execFindLog.actions,
];
