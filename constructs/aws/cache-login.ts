import { CloudformationStack } from '@cdktf/provider-aws/lib/cloudformation-stack';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

/** Props of CacheLogin. */
export interface CacheLoginProps {
  /** Cloud name of the cache. */
  readonly name: string;

  /** ARN of the entry in Secrets Manager that holds the password. */
  readonly passwordArn: string;

  /** Id of the entry's version, or undefined for the newest when the user is made. */
  readonly passwordVersion: string | undefined;

  /** Whether the password before it is accepted too. */
  readonly acceptsPrevious: boolean;
}

/**
 * Who may log in to a cache. Terraform's own resources for it, and the token of a replication group too, keep the password
 * in the state. CloudFormation reads it from Secrets Manager by itself: here only the reference stands (ADR 0017).
 *
 * Creates: CloudFormation stack with a user and a user group.
 */
export class CacheLogin extends Construct {
  /** Id of the user group. */
  public readonly userGroupId: string;

  /** What must exist before a cache names the group. */
  public readonly ready: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    { name, passwordArn, passwordVersion, acceptsPrevious }: CacheLoginProps,
  ) {
    super(scope, id);
    const passwords = [
      passwordReference(passwordArn, passwordVersion),
      ...(acceptsPrevious ? [previousReference(passwordArn)] : []),
    ];
    const stack = new CloudformationStack(this, 'Resource', {
      name: `${name}-login`,
      templateBody: JSON.stringify(template(name, passwords)),
      onFailure: 'ROLLBACK',
      timeoutInMinutes: 15,
      tags: { Name: name },
    });
    this.userGroupId = name;
    this.ready = stack;
  }
}

/** Id of the user: one more is made when its name changes, so that it says whose it is. */
export function cacheUserId(name: string): string {
  return `${name}-default`;
}

/**
 * CloudFormation puts the value in when it makes or changes the user.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
function passwordReference(arn: string, version: string | undefined): string {
  const which = version === undefined ? '' : `:::${version}`;
  return `{{resolve:secretsmanager:${arn}:SecretString${which}}}`;
}

/** Secrets Manager moves this label by itself when a newer value comes, so that no id of the old one is needed. */
function previousReference(arn: string): string {
  return `{{resolve:secretsmanager:${arn}:SecretString::AWSPREVIOUS}}`;
}

/** Who gives a password and no name is the user `default`, which without a password could log in too. */
function template(name: string, passwords: readonly string[]): object {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Login of the cache ${name}`,
    Resources: {
      User: {
        Type: 'AWS::ElastiCache::User',
        Properties: {
          UserId: cacheUserId(name),
          UserName: 'default',
          Engine: 'valkey',
          // nobody needs to change its settings, stop it or make a replica of it
          AccessString: 'on ~* &* +@all -@dangerous +info',
          Passwords: passwords,
        },
      },
      UserGroup: {
        Type: 'AWS::ElastiCache::UserGroup',
        Properties: { UserGroupId: name, Engine: 'valkey', UserIds: [{ Ref: 'User' }] },
      },
    },
  };
}
