/** One statement of a policy. */
export interface GithubStatement {
  /** What the statement is for, letters only. */
  readonly Sid: string;

  /** Whether it allows or refuses. */
  readonly Effect: 'Allow' | 'Deny';

  /** Actions, where `*` stands for any ending. */
  readonly Action: readonly string[];

  /** ARNs. */
  readonly Resource: readonly string[];

  /**
   * What else must hold: operator to key to values.
   *
   * @default - nothing else
   */
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** Where the identities may do what they may. */
export interface GithubPlace {
  /** Partition of ARNs. */
  readonly partition: string;

  /** Region of everything. */
  readonly region: string;

  /** Twelve-digit account id. */
  readonly accountId: string;

  /** Start of the names of the shared things: `<prefix>-github-...`. */
  readonly prefix: string;

  /** Starts of the names of what is deployed. */
  readonly names: readonly string[];

  /** Bucket of the states. */
  readonly stateBucket: string;

  /** Buckets whose objects come from the repository, as ARNs. */
  readonly contentBuckets: readonly string[];

  /** ARNs of the image repositories. */
  readonly repositoryArns: readonly string[];

  /** ARN of the policy that bounds every role that is deployed. */
  readonly boundaryArn: string;

  /** ARN of the issuer in this account. */
  readonly providerArn: string;
}

/** A statement that allows something. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
): GithubStatement {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resources };
}

/** A statement that refuses something, whatever allows it. */
export function refuse(
  sid: string,
  actions: readonly string[],
  resources: readonly string[] = ['*'],
): GithubStatement {
  return { Sid: sid, Effect: 'Deny', Action: actions, Resource: resources };
}

/** ARN of the bucket of the states. */
export function stateArn({ partition, stateBucket }: GithubPlace): string {
  return `arn:${partition}:s3:::${stateBucket}`;
}

/** What holds for the key of the states, which is known by its alias alone. */
export function stateKeyCondition({
  stateBucket,
}: GithubPlace): NonNullable<GithubStatement['Condition']> {
  return { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${stateBucket}` } };
}

/** ARNs of the buckets of the environments. */
export function bucketArns({ partition, names }: GithubPlace): string[] {
  return names.map((name) => `arn:${partition}:s3:::${name}-*`);
}

/** ARN of something in the region. */
export function arnOf(
  { partition, region, accountId }: GithubPlace,
  service: string,
  what: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${what}`;
}

/** ARN of something of IAM, which knows no regions. */
export function iamOf({ partition, accountId }: GithubPlace, what: string): string {
  return `arn:${partition}:iam::${accountId}:${what}`;
}
