import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { known } from '../core/known';
import { shown } from '../core/validation';

/** An ARN that a user gives, and what it must be the ARN of. */
export interface GivenArn {
  /** Prop that holds it. */
  readonly prop: string;

  /** The ARN, or a token. */
  readonly arn: string;

  /** What has such an ARN, with its article: `an ECS cluster`. */
  readonly thing: string;

  /** Service as ARNs name it, for example `ecs`. */
  readonly service: string;

  /** What stands behind the account. */
  readonly resource: RegExp;

  /** Something that could stand there. */
  readonly example: string;
}

/** Where something is, as far as it can be known without an account. */
interface Place {
  readonly region: string | undefined;
  readonly accountIds: readonly string[] | undefined;
}

const form =
  /^arn:aws[a-z-]*:(?<service>[a-z0-9-]+):(?<region>[a-z0-9-]+):(?<account>\d{12}):(?<resource>.+)$/;

/**
 * What is wrong with the ARNs of things that exist: another kind of thing, another region or another account than the
 * stack's provider has, or than the first of them. Nothing is looked up, and tokens are not judged.
 */
export function arnProblems(scope: Construct, arns: readonly GivenArn[]): string[] {
  const judged = arns.filter(({ arn }) => known(arn));
  const malformed = judged.filter((one) => partsOf(one) === undefined);
  const wellFormed = judged.filter((one) => !malformed.includes(one));
  const [first] = wellFormed;
  const place = placeOf(scope);
  return [
    ...malformed.map(
      ({ prop, arn, thing, service, example }) =>
        `'${prop}' must be the ARN of ${thing}, got ${shown(arn)}; write it like 'arn:aws:${service}:eu-west-1:123456789012:${example}'`,
    ),
    ...wellFormed.flatMap((one) => placeProblems(one, place)),
    ...wellFormed.slice(1).flatMap((one) => (first ? agreementProblems(one, first) : [])),
  ];
}

/** The last part of an ARN: the name of a cluster, the id of a key. */
export function lastPartOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function partsOf({ arn, service, resource }: GivenArn): Record<string, string> | undefined {
  const parts = form.exec(arn)?.groups;
  return parts?.service === service && resource.test(parts.resource ?? '') ? parts : undefined;
}

function placeProblems(given: GivenArn, { region, accountIds }: Place): string[] {
  const { prop, arn } = given;
  const parts = partsOf(given) ?? {};
  const elsewhere = region !== undefined && parts.region !== region;
  const foreign = accountIds !== undefined && !accountIds.includes(parts.account ?? '');
  return [
    ...(elsewhere
      ? [
          `'${prop}' must be in the region of the stack, which is ${shown(region)}, got ${shown(arn)}; import it in a stack of ${shown(parts.region)}, or copy the ARN of the one that is here`,
        ]
      : []),
    ...(foreign
      ? [
          `'${prop}' must be in the account of the stack, which is ${accountIds.map(shown).join(' or ')}, got ${shown(arn)}; import it in a stack of that account`,
        ]
      : []),
  ];
}

function agreementProblems(given: GivenArn, first: GivenArn): string[] {
  const [own, other] = [partsOf(given), partsOf(first)];
  if (own?.region === other?.region && own?.account === other?.account) return [];
  return [
    `'${given.prop}' must be in the region and account of '${first.prop}', got ${shown(given.arn)} and ${shown(first.arn)}; copy both from one place`,
  ];
}

/** What the stack's own provider of AWS says; one that is made after the import says nothing. */
function placeOf(scope: Construct): Place {
  const own = TerraformStack.of(scope)
    .allProviders()
    .filter((one): one is AwsProvider => one.terraformResourceType === 'aws')
    .find(({ alias }) => alias === undefined);
  const region = own?.regionInput;
  const accountIds = own?.allowedAccountIdsInput;
  return {
    region: known(region) ? region : undefined,
    accountIds: known(accountIds) && accountIds.every(known) ? accountIds : undefined,
  };
}
