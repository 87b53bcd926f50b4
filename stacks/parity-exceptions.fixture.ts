import { backingExceptions } from './parity-backing-exceptions.fixture';
import { loadBalancerExceptions } from './parity-load-balancer-exceptions.fixture';
import type { Exception } from './parity.fixture';
import { serviceExceptions } from './parity-service-exceptions.fixture';

/**
 * Where the same noun is not the same on every platform, and why. `npx tsc` refuses what is missing here, and what is not
 * needed.
 */
export const exceptions = [
  {
    noun: 'Network',
    kind: 'prop',
    members: ['name', 'cidr'],
    on: ['aws', 'gcp'],
    reason: 'A Docker engine hands out ranges by itself and has one entrance for each environment.',
  },
  {
    noun: 'Network',
    kind: 'prop',
    members: ['zones', 'egress', 'flowLogRetentionDays'],
    on: ['aws'],
    reason:
      "Only a VPC of AWS is cut into zones, pays for its way to the platform and logs to a group of its own; Google's subnets span the zones.",
  },
  {
    noun: 'Network',
    kind: 'prop',
    members: ['projectId', 'location', 'maxInstances'],
    on: ['gcp'],
    reason:
      'Google has no account behind the credentials: project and region are named, and instances take addresses of the subnet.',
  },
  {
    noun: 'Network',
    kind: 'output',
    members: ['environment'],
    on: ['docker'],
    reason: 'In the clouds Cluster and Region carry the environment; a Docker engine has neither.',
  },
  {
    noun: 'Network',
    kind: 'output',
    members: ['cidr', 'egressDependencies'],
    on: ['aws', 'gcp'],
    reason:
      'A Docker network has no range that anybody asks for and nothing that must exist before a container starts.',
  },
  {
    noun: 'Network',
    kind: 'output',
    members: [
      'vpcId',
      'publicSubnetIds',
      'privateSubnetIds',
      'internetGateway',
      'publicTasks',
      'egressTargets',
      'reachable',
      'natPublicIps',
      'flowLogGroupName',
    ],
    on: ['aws'],
    reason: "What a VPC of AWS has, in AWS's words.",
  },
  {
    noun: 'Network',
    kind: 'output',
    members: ['projectId', 'location', 'maxInstances', 'networkId', 'subnetworkId'],
    on: ['gcp'],
    reason: "What a VPC of Google has, in Google's words.",
  },
  {
    noun: 'Network',
    kind: 'output',
    members: ['connections', 'entranceId'],
    on: ['docker'],
    reason: 'Connections are networks there, and ports are published on the entrance.',
  },
  {
    noun: 'Place',
    kind: 'prop',
    members: ['logRetentionDays'],
    on: ['aws'],
    reason: "Cloud Run keeps logs in the project's bucket, not in one for each service.",
  },
  {
    noun: 'Place',
    kind: 'prop',
    members: ['containerInsights'],
    on: ['aws'],
    reason: 'The metrics of Cloud Run cost nothing and cannot be turned off.',
  },
  {
    noun: 'Place',
    kind: 'prop',
    members: ['projectId', 'sidecarImage'],
    on: ['gcp'],
    reason: 'Google names the project, and identity is added to calls by a sidecar.',
  },
  {
    noun: 'Place',
    kind: 'prop',
    members: ['existingServiceAccounts'],
    on: ['gcp'],
    reason:
      'On AWS the rights to roles are bound to their names; Google binds them to each account.',
  },
  {
    noun: 'Place',
    kind: 'output',
    members: ['logRetentionDays'],
    on: ['aws'],
    reason: "Cloud Run keeps logs in the project's bucket, not in one for each service.",
  },
  {
    noun: 'Place',
    kind: 'output',
    members: ['projectId', 'location', 'sidecarImage', 'existingServiceAccounts'],
    on: ['gcp'],
    reason: 'Google names project, region and accounts, and a sidecar adds identity to calls.',
  },
  {
    noun: 'Place',
    kind: 'output',
    members: ['resource', 'clusterArn', 'clusterName', 'namespaceArn', 'logsSessions', 'ready'],
    on: ['aws'],
    reason: 'A cluster is a resource; a region of Cloud Run is there already.',
  },
  {
    noun: 'Place',
    kind: 'factory',
    members: ['fromArn'],
    on: ['aws'],
    reason: 'A cluster may be there before; a region of Cloud Run always is.',
  },
  {
    noun: 'Place',
    kind: 'verb',
    members: ['execSessions'],
    on: ['aws'],
    reason: 'ECS logs the sessions of people in containers by cluster; Cloud Run has none.',
  },
  {
    noun: 'Place',
    kind: 'verb',
    members: ['reserveName'],
    on: ['aws', 'gcp'],
    unlike: true,
    reason: 'On Cloud Run a service reserves addresses of the subnet too.',
  },
  {
    noun: 'Registry',
    kind: 'prop',
    members: ['names', 'kmsKeyArn'],
    on: ['aws'],
    reason: 'ECR has one repository for each image, and encrypts it with the key that it is given.',
  },
  {
    noun: 'Registry',
    kind: 'prop',
    members: ['projectId', 'location', 'scanning', 'dependsOn'],
    on: ['gcp'],
    reason:
      'Google names project and region, takes money for each scan, and its APIs must be switched on before.',
  },
  {
    noun: 'Registry',
    kind: 'output',
    members: ['repositoryUrls', 'repositoryArns', 'resources'],
    on: ['aws'],
    reason: 'ECR has one repository for each image.',
  },
  {
    noun: 'Registry',
    kind: 'output',
    members: ['registryUrl', 'repositoryId', 'resource'],
    on: ['gcp'],
    reason: 'Artifact Registry has one repository for all images.',
  },
  {
    noun: 'SecretStore',
    kind: 'prop',
    members: ['kmsKeyArn'],
    on: ['aws'],
    reason:
      "A key of one's own needs a grant for each task on AWS; on Google Cloud the service agent holds it.",
  },
  {
    noun: 'SecretStore',
    kind: 'output',
    members: ['kmsKeyArn'],
    on: ['aws'],
    reason:
      "A key of one's own needs a grant for each task on AWS; on Google Cloud the service agent holds it.",
  },
  {
    noun: 'SecretStore',
    kind: 'prop',
    members: ['versions'],
    on: ['gcp'],
    reason:
      'A revision of Cloud Run holds a fixed version; a task of ECS reads the current one when it starts.',
  },
  {
    noun: 'SecretStore',
    kind: 'verb',
    members: ['arnOf', 'versionIdOf', 'isFirst'],
    on: ['aws'],
    reason:
      'A task definition refers to a secret by its ARN, and to one version of it where it is known; a cache may ask for the one before.',
  },
  {
    noun: 'SecretStore',
    kind: 'prop',
    members: ['generated'],
    on: ['aws'],
    reason:
      "Secrets Manager draws values while Terraform runs; Google's provider has nothing that does.",
  },
  {
    noun: 'SecretStore',
    kind: 'verb',
    members: ['versionOf'],
    on: ['gcp'],
    reason: 'A revision refers to a secret by its id and a version.',
  },
  {
    noun: 'Scaling',
    kind: 'factory',
    members: ['cpu'],
    on: ['aws'],
    reason: 'ECS scales by a metric of the tasks.',
  },
  {
    noun: 'Scaling',
    kind: 'factory',
    members: ['requests'],
    on: ['gcp'],
    reason: 'Cloud Run scales by the requests in progress and by nothing else.',
  },
  {
    noun: 'Scaling',
    kind: 'output',
    members: [
      'minTasks',
      'maxTasks',
      'targetPercent',
      'memoryTargetPercent',
      'taskRequestsPerMinute',
      'schedule',
    ],
    on: ['aws'],
    reason:
      'ECS counts tasks, by what they use, by what a balancer counts and by the clock; Cloud Run has none of them to choose.',
  },
  {
    noun: 'Scaling',
    kind: 'output',
    members: ['mode', 'minInstances', 'maxInstances'],
    on: ['gcp'],
    reason: 'Cloud Run counts instances.',
  },
  ...backingExceptions,
  ...loadBalancerExceptions,
  ...serviceExceptions,
  {
    noun: 'GithubIdentity',
    kind: 'prop',
    members: [
      'names',
      'stateBucket',
      'repositoryArns',
      'stateEnvironments',
      'providerArn',
      'boundaryArn',
    ],
    on: ['aws'],
    reason:
      'IAM binds rights to names, the states lie on AWS, an account has one issuer, and only AWS bounds roles by a policy.',
  },
  {
    noun: 'GithubIdentity',
    kind: 'prop',
    members: ['projectId', 'location', 'registryName', 'services', 'dependsOn'],
    on: ['gcp'],
    reason:
      'Google has no account behind the credentials, one repository for all images, rights on each service account, and services that must be on first.',
  },
  {
    noun: 'GithubIdentity',
    kind: 'output',
    members: ['state', 'boundaryArn'],
    on: ['aws'],
    reason: 'The states lie on AWS, and only AWS bounds roles by a policy.',
  },
] as const satisfies readonly Exception[];
