import {
  bucketReadActions,
  describingActions,
  imageActions,
  pushActions,
  runningActions,
  verifyActions,
} from './github-actions';
import {
  allow,
  arnOf,
  bucketArns,
  type GithubPlace,
  type GithubStatement,
  refuse,
  stateArn,
  stateKeyCondition,
} from './github-place';

/** Pushing images, which are tagged once: nothing is deleted, and a tag that is there cannot be moved. */
export function pushStatements({ repositoryArns }: GithubPlace): GithubStatement[] {
  return [logIn(), allow('PushImages', pushActions, repositoryArns)];
}

/** Reading images with their signatures, which are asked for before anything is deployed. */
export function verifyStatements({ repositoryArns }: GithubPlace): GithubStatement[] {
  return [logIn(), allow('VerifyImages', [...imageActions, ...verifyActions], repositoryArns)];
}

/** Reading what a plan compares, the states included, and no secret beside them. */
export function planStatements(place: GithubPlace): GithubStatement[] {
  return [
    ...readStatements(place),
    allow('DescribeImages', imageActions, place.repositoryArns),
    allow('FindState', ['s3:ListBucket'], [stateArn(place)]),
    allow('ReadState', ['s3:GetObject'], [`${stateArn(place)}/*.tfstate`]),
    stateKey(place, ['kms:Decrypt']),
    // SECURITY(plan): a pull request may run any code with this identity
    refuse('NeverReadSecrets', [
      'secretsmanager:BatchGetSecretValue',
      'secretsmanager:GetSecretValue',
      'ssm:GetParameter*',
    ]),
  ];
}

/** Reading and writing the states of these stacks, with the lock and the last good revision beside each. */
export function stateStatements(place: GithubPlace, stacks: readonly string[]): GithubStatement[] {
  const files = stacks.flatMap((stack) => [
    `${stateArn(place)}/${stack}.tfstate`,
    `${stateArn(place)}/${stack}.tfstate.tflock`,
    `${stateArn(place)}/${stack}.last-good.json`,
  ]);
  return [
    allow('FindState', ['s3:ListBucket'], [stateArn(place)]),
    allow('WriteState', ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], files),
    stateKey(place, ['kms:Decrypt', 'kms:GenerateDataKey']),
  ];
}

/** What whoever plans or deploys reads of an account, images aside: their list is long, and a policy has 10,240 characters. */
export function readStatements(place: GithubPlace): GithubStatement[] {
  const content = place.contentBuckets.map((arn) => `${arn}/*`);
  return [
    allow('Describe', describingActions, ['*']),
    allow('DescribeBuckets', bucketReadActions, bucketArns(place)),
    ...(content.length === 0
      ? []
      : [allow('ReadContent', ['s3:GetObject', 's3:GetObjectTagging'], content)]),
  ];
}

/** What a role that is deployed may be at most: all that the tasks of this library ever need, and nothing of IAM. */
export function boundaryStatements(): GithubStatement[] {
  return [allow('RunServices', runningActions, ['*'])];
}

/** The only action of a registry that knows no resource. */
function logIn(): GithubStatement {
  return allow('LogInToRegistry', ['ecr:GetAuthorizationToken'], ['*']);
}

function stateKey(place: GithubPlace, actions: readonly string[]): GithubStatement {
  return {
    ...allow('UseKeyOfStates', actions, [arnOf(place, 'kms', 'key/*')]),
    Condition: stateKeyCondition(place),
  };
}
