import { Image as DockerImage, type ImageConfig } from '@cdktf/provider-docker/lib/image';
import type { Construct } from 'constructs';
import type { Image } from '../core/image';
import { folderForTerraform } from '../core/terraform-path';

/**
 * The image of a service on the engine: built from its folder there, or pulled by its digest. A built one is named after
 * the environment, since it is no copy of what the registry has under the same content: that is built for one processor
 * and from locked bases.
 */
export function createImage(scope: Construct, environment: string, image: Image): DockerImage {
  return new DockerImage(scope, 'Image', imageConfig(scope, environment, image));
}

function imageConfig(scope: Construct, environment: string, image: Image): ImageConfig {
  const { source, tag = '' } = image;
  // deleting an image fails while any container or tag still uses it
  const keepLocally = true;
  if (source.kind === 'registry') return { name: source.reference, keepLocally };
  const { buildArguments, target } = source;
  const context = folderForTerraform(scope, source.folder);
  return {
    name: `${environment}/${image.name}:${tag}`,
    keepLocally,
    forceRemove: false,
    // the provider does not look into the folder: its content is known by the tag alone
    triggers: { content: tag },
    buildAttribute: {
      context,
      // with a builder the provider looks for it from Terraform's folder and not from the context
      dockerfile: `${context}/Dockerfile`,
      // without a name the provider takes the builder that knows no `# syntax=` and no cache mounts
      builder: 'default',
      remove: true,
      ...(Object.keys(buildArguments).length > 0 ? { buildArgs: { ...buildArguments } } : {}),
      ...(target === undefined ? {} : { target }),
    },
  };
}
