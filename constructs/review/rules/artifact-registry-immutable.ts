import { requires, type ReviewRule } from '../rule';

/** A tag in the registry of Google never means another image. */
export const artifactRegistryImmutable: ReviewRule = {
  id: 'artifact-registry-immutable',
  title: 'a tag in the registry of Google never means another image',
  rationale: 'Whoever may push could replace what production pulls next.',
  remedy: "set 'docker_config.immutable_tags' to true",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/artifact-registry/docs/docker/immutable-tags',
  types: ['google_artifact_registry_repository'],
  check: ({ block }, evidence) => {
    const config = evidence.first(block.docker_config);
    return evidence.isText(block.format, (text) => text === 'DOCKER', 'DOCKER') === false
      ? []
      : requires(config && evidence.isTrue(config.immutable_tags), "'immutable_tags' is not true");
  },
};
