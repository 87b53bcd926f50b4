import { DataAwsEcrImage } from '@cdktf/provider-aws/lib/data-aws-ecr-image';
import { DataAwsEcrImages } from '@cdktf/provider-aws/lib/data-aws-ecr-images';
import { DataAwsEcrRepository } from '@cdktf/provider-aws/lib/data-aws-ecr-repository';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Image } from '../core/image';
import { constructId, nameProblems } from '../core/naming';
import { shown, throwProblems, ValidationError } from '../core/validation';
import type { ExistingRegistryProps, IRegistry, RegistryImage, RegistryLookup } from './registry';

/** The command that makes a missing image. */
const buildCommand = 'npm run build:images -- --push';

/**
 * The registry of another stack: turns the content tag of an image into its digest while Terraform plans, so that what
 * was reviewed is what runs and a missing image stops the plan, not the deployment.
 *
 * Creates: nothing. Reads one repository and its images per `imageOf`.
 */
export class ExistingRegistry extends Construct implements IRegistry {
  private readonly prefix: string;
  private readonly lookup: RegistryLookup;
  private readonly images = new Map<
    string,
    { readonly tag: string; readonly found: RegistryImage }
  >();

  constructor(scope: Construct, id: string, props: ExistingRegistryProps) {
    super(scope, id);
    throwProblems(this, nameProblems('prefix', props.prefix));
    this.prefix = props.prefix;
    this.lookup = props.lookup ?? 'exact';
  }

  /** The image that `Image.fromFolder` names, by its digest; asking twice reads once. */
  public imageOf(name: string, image: Image): RegistryImage {
    const { tag } = image;
    if (tag === undefined) throw new ValidationError(this, [registryImageProblem(image)]);
    const first = this.images.get(name);
    throwProblems(this, [...nameProblems('name', name), ...tagProblems(name, tag, first?.tag)]);
    if (first) return first.found;
    const place = new Construct(this, constructId(name));
    const found =
      this.lookup === 'list' ? this.list(place, name, tag) : this.exact(place, name, tag);
    this.images.set(name, { tag, found });
    return found;
  }

  private exact(scope: Construct, name: string, tag: string): RegistryImage {
    const repository = this.repositoryOf(scope, name);
    // where the tag is missing, the address is the only text of ours that Terraform prints beside AWS's message
    const image = new DataAwsEcrImage(scope, 'IfMissingRunNpmRunBuildImagesPush', {
      repositoryName: repository.name,
      imageTag: tag,
    });
    return {
      reference: `${repository.repositoryUrl}@${image.imageDigest}`,
      repositoryArn: repository.arn,
    };
  }

  private list(scope: Construct, name: string, tag: string): RegistryImage {
    const repository = this.repositoryOf(scope, name);
    const images = new DataAwsEcrImages(scope, 'Images', { repositoryName: repository.name });
    // tag is `content-` and hex digits, so that it can stand in the expression as it is
    const digests = `[for image in ${dependable(images)}.image_ids : image.image_digest if image.image_tag == "${tag}"]`;
    return {
      // without an image the precondition has the word: a null here would fail earlier and worse
      reference: `${repository.repositoryUrl}@\${try(${digests}[0], "missing")}`,
      repositoryArn: repository.arn,
      precondition: {
        condition: `\${length(${digests}) > 0}`,
        errorMessage: `the image ${this.prefix}/${name}:${tag} is not in the registry; run '${buildCommand}' and plan again`,
      },
    };
  }

  private repositoryOf(scope: Construct, name: string): DataAwsEcrRepository {
    return new DataAwsEcrRepository(scope, 'Repository', { name: `${this.prefix}/${name}` });
  }
}

function registryImageProblem({ source }: Image): string {
  const received = source.kind === 'registry' ? source.reference : source.folder;
  return `'image' must come from a folder, got ${shown(received)}; use its reference as it is`;
}

function tagProblems(name: string, tag: string, firstTag: string | undefined): string[] {
  if (firstTag === undefined || firstTag === tag) return [];
  return [
    `'name' stands for one image, got ${shown(name)} for ${firstTag} and for ${tag}; give each image a repository of its own`,
  ];
}
