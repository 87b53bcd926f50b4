import { DataGoogleArtifactRegistryDockerImage } from '@cdktf/provider-google/lib/data-google-artifact-registry-docker-image';
import { Construct } from 'constructs';
import type { Image } from '../core/image';
import { constructId, nameProblems } from '../core/naming';
import { shown, throwProblems, ValidationError } from '../core/validation';
import { placeProblems } from './place';
import type { ExistingRegistryProps, IRegistry, RegistryImage } from './registry';

/**
 * The registry of another stack: turns the content tag of an image into its digest while Terraform plans, so that what
 * was reviewed is what runs and a missing image stops the plan, not the deployment.
 *
 * Creates: nothing. Reads one image per `imageOf`.
 */
export class ExistingRegistry extends Construct implements IRegistry {
  private readonly props: ExistingRegistryProps;
  private readonly images = new Map<
    string,
    { readonly tag: string; readonly found: RegistryImage }
  >();

  constructor(scope: Construct, id: string, props: ExistingRegistryProps) {
    super(scope, id);
    throwProblems(this, [...nameProblems('prefix', props.prefix), ...placeProblems(props)]);
    this.props = props;
  }

  /** The image that `Image.fromFolder` names, by its digest; asking twice reads once. */
  public imageOf(name: string, image: Image): RegistryImage {
    const { tag } = image;
    if (tag === undefined) throw new ValidationError(this, [registryImageProblem(image)]);
    const first = this.images.get(name);
    throwProblems(this, [...nameProblems('name', name), ...tagProblems(name, tag, first?.tag)]);
    if (first) return first.found;
    const found = this.read(new Construct(this, constructId(name)), name, tag);
    this.images.set(name, { tag, found });
    return found;
  }

  private read(scope: Construct, name: string, tag: string): RegistryImage {
    const { prefix, projectId, location } = this.props;
    // where the tag is missing, the address is the only text of ours that Terraform prints beside Google's message
    const image = new DataGoogleArtifactRegistryDockerImage(
      scope,
      'IfMissingRunNpmRunBuildImagesPush',
      { project: projectId, location, repositoryId: prefix, imageName: `${name}:${tag}` },
    );
    // unlike the name, the self link is what an engine pulls: host, project, repository, image and digest
    return { reference: image.selfLink };
  }
}

function registryImageProblem({ source }: Image): string {
  const received = source.kind === 'registry' ? source.reference : source.folder;
  return `'image' must come from a folder, got ${shown(received)}; use its reference as it is`;
}

function tagProblems(name: string, tag: string, firstTag: string | undefined): string[] {
  if (firstTag === undefined || firstTag === tag) return [];
  return [
    `'name' stands for one image, got ${shown(name)} for ${firstTag} and for ${tag}; give each image a name of its own`,
  ];
}
