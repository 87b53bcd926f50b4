import {
  boundedRoleActions,
  bucketWriteActions,
  buildingActions,
  iamWriteActions,
  keyActions,
  keyWriteActions,
  lastingActions,
  logActions,
  newKeyActions,
  objectActions,
  roleActions,
  ruleActions,
  secretActions,
} from './github-actions';
import {
  allow,
  arnOf,
  bucketArns,
  type GithubPlace,
  type GithubStatement,
  iamOf,
  refuse,
  stateKeyCondition,
} from './github-place';
import { readStatements, stateStatements, verifyStatements } from './github-rights';

/** The services of AWS that get a role of a stack. */
const takers = ['ecs-tasks.amazonaws.com', 'ecs.amazonaws.com', 'vpc-flow-logs.amazonaws.com'];

/** The services that make a role of their own when they are used for the first time. */
const owners = [
  'ecs.amazonaws.com',
  'ecs.application-autoscaling.amazonaws.com',
  'elasticache.amazonaws.com',
  'elasticfilesystem.amazonaws.com',
  'elasticloadbalancing.amazonaws.com',
];

/** Deploying: everything that the stacks are made of, and never what this identity itself is made of. */
export function applyStatements(place: GithubPlace, stacks: readonly string[]): GithubStatement[] {
  return [
    ...readStatements(place),
    allow('Build', buildingActions, ['*']),
    ...namedStatements(place),
    ...keyStatements(place, stacks),
    ...roleStatements(place),
    ...protection(place),
    ...stateStatements(place, stacks),
    ...verifyStatements(place),
  ];
}

/** What carries a name of the environment: groups of logs, rules, secrets, buckets with their objects. */
function namedStatements(place: GithubPlace): GithubStatement[] {
  const { names } = place;
  const logs = names.map((name) => arnOf(place, 'logs', `log-group:/*/${name}*`));
  const secrets = names.map((name) => arnOf(place, 'secretsmanager', `secret:${name}/*`));
  const rules = names.map((name) => arnOf(place, 'events', `rule/${name}-*`));
  const buckets = bucketArns(place);
  return [
    allow('KeepLogs', logActions, logs),
    allow('KeepRules', ruleActions, rules),
    allow('MakeSecrets', secretActions, secrets),
    allow('MakeBuckets', bucketWriteActions, buckets),
    allow('WriteContent', objectActions, [...buckets, ...buckets.map((arn) => `${arn}/*`)]),
  ];
}

/** A key has no name: it is told by the tag that everything in a stack gets as it is made. */
function keyStatements(place: GithubPlace, stacks: readonly string[]): GithubStatement[] {
  const keys = [arnOf(place, 'kms', 'key/*')];
  return [
    {
      ...allow('MakeKeys', newKeyActions, ['*']),
      Condition: {
        StringEquals: { 'aws:RequestTag/stack': stacks },
        // SECURITY(keys): a key of another stack is not taken over by giving it the tag of this one
        StringEqualsIfExists: { 'aws:ResourceTag/stack': stacks },
      },
    },
    {
      ...allow('KeepKeys', keyActions, keys),
      Condition: { StringEquals: { 'aws:ResourceTag/stack': stacks } },
    },
  ];
}

/** Roles below the names of the environments, never without the boundary, and handed to AWS's own services only. */
function roleStatements(place: GithubPlace): GithubStatement[] {
  const roles = place.names.map((name) => iamOf(place, `role/${name}-*`));
  const bounded = { 'iam:PermissionsBoundary': place.boundaryArn };
  const linked = iamOf(place, 'role/aws-service-role/*');
  return [
    {
      // SECURITY(IAM): whoever writes policies and hands roles to tasks has every right that the boundary leaves
      ...allow('MakeBoundedRoles', boundedRoleActions, roles),
      Condition: { StringEquals: bounded },
    },
    allow('KeepRoles', roleActions, roles),
    {
      ...allow('HandRolesToServices', ['iam:PassRole'], roles),
      Condition: { StringEquals: { 'iam:PassedToService': takers } },
    },
    {
      ...allow('LetServicesMakeTheirRoles', ['iam:CreateServiceLinkedRole'], [linked]),
      Condition: { StringEquals: { 'iam:AWSServiceName': owners } },
    },
  ];
}

/** SECURITY(apply): no statement that is added later lets the identity widen itself, the others or what bounds roles. */
function protection(place: GithubPlace): GithubStatement[] {
  const own = [iamOf(place, `role/${place.prefix}-github-*`), place.providerArn, place.boundaryArn];
  return [
    refuse('NeverChangeIdentities', iamWriteActions, own),
    {
      ...refuse('NeverChangeKeyOfStates', keyWriteActions),
      Condition: stateKeyCondition(place),
    },
    refuse('NeverUnboundOrLast', ['iam:DeleteRolePermissionsBoundary', ...lastingActions]),
  ];
}
