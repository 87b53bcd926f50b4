import {
  ArtifactRegistryRepository,
  type ArtifactRegistryRepositoryCleanupPolicies,
} from '@cdktf/provider-google/lib/artifact-registry-repository';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { contentTagPrefix } from '../core/content-tag';
import type { Image } from '../core/image';
import { known } from '../core/known';
import { nameProblems } from '../core/naming';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { ExistingRegistry } from './existing-registry';
import { placeProblems } from './place';

/** An image of a registry, as a service needs it. */
export interface RegistryImage {
  /** Repository and digest: what was reviewed is what runs. */
  readonly reference: string;
}

/** A registry whose images can run. */
export interface IRegistry {
  /**
   * The image that `Image.fromFolder` names, by its digest in the registry.
   *
   * @param name name of the image in the repository
   * @throws ValidationError when the image does not come from a folder, or the name was asked for another one
   */
  imageOf(name: string, image: Image): RegistryImage;
}

/** Props of Registry. */
export interface RegistryProps {
  /** Name of the repository that holds all images, for example `slipway`. */
  readonly prefix: string;

  /** Id of the project that the repository is in. */
  readonly projectId: string;

  /** Region of the repository, for example `europe-west1`: where the services run. Changing it replaces the repository. */
  readonly location: string;

  /**
   * Images kept per name, 2 to 1000, newest first. The registry cannot see what is deployed, it only counts: choose more
   * than the number of builds of one service that may be pushed between a deployment and the last day on which it may
   * still run or be rolled back to. Unchanged services push nothing, since the tag is the content.
   *
   * @default 30
   */
  readonly keepImages?: number;

  /**
   * Whether images are scanned for known vulnerabilities when they are pushed. Google takes 0.26 USD for each new image
   * (vendor's page "Artifact Analysis pricing", 2026-11).
   *
   * @default true
   */
  readonly scanning?: boolean;

  /**
   * Lets a destroy delete the repository with its images: for projects that are thrown away. Google would not ask.
   *
   * @default false
   */
  readonly forceDelete?: boolean;

  /**
   * What must exist before the repository: the services that the project may use.
   *
   * @default - the project may use them already
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Props of Registry.fromPrefix. */
export interface ExistingRegistryProps {
  /** Name of the repository, as given to the Registry. */
  readonly prefix: string;

  /** Id of the project that the repository is in. */
  readonly projectId: string;

  /** Region of the repository. */
  readonly location: string;
}

/** An image with a second tag that starts with this is kept for ever, whatever the count says. */
export const keptTagPrefix = 'keep-';

/** Seconds of a day. */
const daySeconds = 86_400;

/**
 * The container images of a system, in one Artifact Registry repository.
 *
 * Creates: one Docker repository with its cleanup policies.
 *
 * Safe by default: tags cannot be moved, images are scanned when they are pushed and encrypted at rest, nobody outside
 * the project has access, the repository cannot be destroyed.
 *
 * Untagged images end after 7 days. Content-tagged ones end after 30 days, once `keepImages` newer ones of their name
 * exist. What must outlive that gets a second tag that starts with `keep-`.
 * The vendor's page says that no tagged image is deleted while tags cannot be moved (not tried): then the last two
 * sentences count only once somebody lets them be moved.
 *
 * @example
 * const registry = new Registry(this, 'Registry', { prefix: 'slipway', projectId: 'my-project', location: 'europe-west1' });
 */
export class Registry extends Construct {
  /** Where images are pushed to: `<registryUrl>/<name>:<tag>`. */
  public readonly registryUrl: string;

  /** Id of the repository, for the right to push. */
  public readonly repositoryId: string;

  /** The raw repository, to override what the props do not offer. */
  public readonly resource: ArtifactRegistryRepository;

  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    const { prefix, projectId, location, forceDelete = false } = props;
    const { keepImages = 30, scanning = true } = props;
    throwProblems(this, [
      ...nameProblems('prefix', prefix),
      ...placeProblems(props),
      ...problemsOf(props, rules),
    ]);

    this.resource = new ArtifactRegistryRepository(this, 'Resource', {
      repositoryId: prefix,
      project: projectId,
      location,
      description: `Images of ${prefix}`,
      format: 'DOCKER',
      mode: 'STANDARD_REPOSITORY',
      // SECURITY(tags): what was reviewed under a tag stays under it
      dockerConfig: { immutableTags: true },
      vulnerabilityScanningConfig: { enablementConfig: scanning ? 'INHERITED' : 'DISABLED' },
      cleanupPolicyDryRun: false,
      cleanupPolicies: cleanupPolicies(keepImages),
      dependsOn: [...(props.dependsOn ?? [])],
      lifecycle: { preventDestroy: !forceDelete },
    });

    this.registryUrl = `${location}-docker.pkg.dev/${projectId}/${prefix}`;
    this.repositoryId = this.resource.id;
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

/** A policy that keeps wins over one that deletes. */
function cleanupPolicies(keepImages: number): ArtifactRegistryRepositoryCleanupPolicies[] {
  return [
    {
      id: 'delete-tagged',
      action: 'DELETE',
      condition: {
        tagState: 'TAGGED',
        tagPrefixes: [contentTagPrefix],
        olderThan: `${30 * daySeconds}s`,
      },
    },
    {
      id: 'delete-untagged',
      action: 'DELETE',
      condition: { tagState: 'UNTAGGED', olderThan: `${7 * daySeconds}s` },
    },
    {
      id: 'keep-newest',
      action: 'KEEP',
      mostRecentVersions: { keepCount: keepImages },
    },
    {
      id: 'keep-tagged',
      action: 'KEEP',
      condition: { tagState: 'TAGGED', tagPrefixes: [keptTagPrefix] },
    },
  ];
}

const rules: readonly Rule<RegistryProps>[] = [
  {
    broken: ({ keepImages }) =>
      known(keepImages) && (!Number.isInteger(keepImages) || keepImages < 2 || keepImages > 1000),
    message: ({ keepImages }) =>
      `'keepImages' must be a whole number from 2 (one to run, one to roll back to) to 1000, got ${shown(keepImages)}; choose one in between`,
  },
];
