import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';
import { contentTagPrefix } from '../core/content-tag';
import type { Image } from '../core/image';
import { nameProblems, pascalCase } from '../core/naming';
import { known } from '../core/known';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { ExistingRegistry } from './existing-registry';

/** An image of a registry, as a task definition needs it. */
export interface RegistryImage {
  /** Repository and digest: what was reviewed is what runs. */
  readonly reference: string;

  /** ARN of the repository, for the right to pull from it. */
  readonly repositoryArn: string;

  /**
   * What must hold before a task definition is made: the image exists.
   *
   * @default - reading the image fails the plan by itself where it does not exist
   */
  readonly precondition?: { readonly condition: string; readonly errorMessage: string };
}

/** A registry whose images can run. */
export interface IRegistry {
  /**
   * The image that `Image.fromFolder` names, by its digest in the registry.
   *
   * @param name name of the repository below the registry's prefix
   * @throws ValidationError when the image does not come from a folder, or the repository was asked for another one
   */
  imageOf(name: string, image: Image): RegistryImage;
}

/** Props of Registry. */
export interface RegistryProps {
  /** First part of every repository's name, for example `slipway`. */
  readonly prefix: string;

  /** Names of the repositories below the prefix, one per image. */
  readonly names: readonly string[];

  /**
   * Images kept per repository, 2 to 1000, newest first. ECR cannot see what is deployed, it only counts: choose more
   * than the number of builds of one service that may be pushed between a deployment and the last day on which it may
   * still run or be rolled back to. Unchanged services push nothing, since the tag is the content.
   *
   * @default 30
   */
  readonly keepImages?: number;

  /**
   * ARN of a KMS key that encrypts the images. Changing it replaces the repositories, which Terraform refuses while
   * they hold images.
   *
   * @default - AES-256 with keys that ECR manages, at no charge
   */
  readonly kmsKeyArn?: string;

  /**
   * Lets a destroy delete repositories that still hold images: for accounts that are thrown away.
   *
   * @default false
   */
  readonly forceDelete?: boolean;
}

/** Props of Registry.fromPrefix. */
export interface ExistingRegistryProps {
  /** First part of every repository's name, as given to the Registry. */
  readonly prefix: string;

  /**
   * How the digest of a tag is found. `exact` asks for the one tag; where that is missing, plan and destroy fail with
   * AWS's own message, and `terraform destroy -refresh=false` gets past it. `list` reads all tags, fails a plan with a
   * sentence that names the build to run and never fails a destroy, but needs version 6 of the AWS provider.
   *
   * @default 'exact'
   */
  readonly lookup?: RegistryLookup;
}

/** How the digest of a tag is found. */
export type RegistryLookup = 'exact' | 'list';

/**
 * An image with a second tag that starts with this is kept for ever, whatever the count says:
 * `aws ecr put-image --image-tag keep-2026-11 --image-manifest ...` gives it one.
 */
export const keptTagPrefix = 'keep-';

/**
 * The container images of a system, one ECR repository each.
 *
 * Creates: one repository and one lifecycle policy per name.
 *
 * Safe by default: tags cannot be moved, images are scanned when they are pushed and encrypted at rest, nobody outside
 * the account has access, a repository with images cannot be destroyed.
 *
 * Untagged images end after 7 days and content-tagged ones when `keepImages` newer ones exist. A lifecycle policy knows
 * neither deployments nor rollbacks: what must outlive the count gets a second tag that starts with `keep-`.
 *
 * @example
 * const registry = new Registry(this, 'Registry', { prefix: 'slipway', names: ['goapp', 'webapp'] });
 */
export class Registry extends Construct {
  /** URL of each repository by its name, to push to. */
  public readonly repositoryUrls: Readonly<Record<string, string>>;

  /** ARN of each repository by its name, for the right to push. */
  public readonly repositoryArns: Readonly<Record<string, string>>;

  /** The raw repositories by name, to override what the props do not offer. */
  public readonly resources: Readonly<Record<string, EcrRepository>>;

  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    throwProblems(this, [...problemsOf(props, rules), ...nameProblemsOf(props)]);

    const names = [...props.names].sort();
    const keepImages = props.keepImages ?? 30;
    const forceDelete = props.forceDelete ?? false;

    const repositories = names.map((name) => {
      const place = new Construct(this, pascalCase(name));
      return [name, createRepository(place, { ...props, name, keepImages, forceDelete })] as const;
    });

    this.resources = Object.fromEntries(repositories);
    this.repositoryUrls = Object.fromEntries(
      repositories.map(([name, { repositoryUrl }]) => [name, repositoryUrl]),
    );
    this.repositoryArns = Object.fromEntries(repositories.map(([name, { arn }]) => [name, arn]));
  }

  /**
   * The registry of another stack, which must have been deployed before.
   *
   * @throws ValidationError when the prefix cannot be one
   */
  public static fromPrefix(scope: Construct, id: string, props: ExistingRegistryProps): IRegistry {
    return new ExistingRegistry(scope, id, props);
  }
}

const rules: readonly Rule<RegistryProps>[] = [
  {
    broken: ({ names }) => known(names) && names.length === 0,
    message: () => `'names' is empty; name one repository for each image`,
  },
  {
    broken: ({ keepImages }) =>
      known(keepImages) && (!Number.isInteger(keepImages) || keepImages < 2 || keepImages > 1000),
    message: ({ keepImages }) =>
      `'keepImages' must be a whole number from 2 (one to run, one to roll back to) to 1000, got ${shown(keepImages)}; choose one in between`,
  },
  {
    broken: ({ kmsKeyArn }) => known(kmsKeyArn) && !/^arn:[a-z-]+:kms:.+:key\/.+$/.test(kmsKeyArn),
    message: ({ kmsKeyArn }) =>
      `'kmsKeyArn' must be the ARN of a key, since an alias would be stored as its key and differ for ever, got ${shown(kmsKeyArn)}; use for example 'arn:aws:kms:eu-west-1:123456789012:key/...'`,
  },
];

function nameProblemsOf({ prefix, names }: RegistryProps): string[] {
  // two names of one construct id would be two resources at one address
  const repeated = names.filter((name, at) =>
    names.some((other, before) => before < at && pascalCase(other) === pascalCase(name)),
  );
  return [
    ...nameProblems('prefix', prefix),
    ...names.flatMap((name) => nameProblems('names', name)),
    ...repeated.map(
      (name) =>
        `'names' has ${shown(name)} twice, or another name that differs only in hyphens; keep one`,
    ),
  ];
}

interface Repository {
  readonly prefix: string;
  readonly name: string;
  readonly kmsKeyArn?: string;
  readonly keepImages: number;
  readonly forceDelete: boolean;
}

function createRepository(
  scope: Construct,
  { prefix, name, kmsKeyArn, keepImages, forceDelete }: Repository,
): EcrRepository {
  const repository = new EcrRepository(scope, 'Resource', {
    name: `${prefix}/${name}`,
    // SECURITY(ECR.2): what was reviewed under a tag stays under it
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: [
      kmsKeyArn ? { encryptionType: 'KMS', kmsKey: kmsKeyArn } : { encryptionType: 'AES256' },
    ],
    forceDelete,
    tags: { Name: `${prefix}/${name}` },
  });
  new EcrLifecyclePolicy(scope, 'Lifecycle', {
    repository: repository.name,
    policy: lifecyclePolicy(keepImages),
  });
  return repository;
}

function lifecyclePolicy(keepImages: number): string {
  const tagged = (prefix: string, countNumber: number) => ({
    selection: {
      tagStatus: 'tagged',
      tagPrefixList: [prefix],
      countType: 'imageCountMoreThan',
      countNumber,
    },
    action: { type: 'expire' },
  });
  return JSON.stringify({
    rules: [
      {
        // an image that a rule selects is out of reach of all later rules
        rulePriority: 1,
        description: `Keep what is tagged ${keptTagPrefix}*`,
        ...tagged(keptTagPrefix, 10000),
      },
      {
        rulePriority: 2,
        description: 'Remove untagged images after 7 days',
        selection: {
          tagStatus: 'untagged',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: 7,
        },
        action: { type: 'expire' },
      },
      {
        rulePriority: 3,
        description: `Keep the newest ${keepImages} images`,
        ...tagged(contentTagPrefix, keepImages),
      },
    ],
  });
}
