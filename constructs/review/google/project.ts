import { listOf, type Model, objectOf, type Resource } from '../model';

/** The project of a resource: its own, or that of the provider; undefined where it cannot be told. */
export function projectOf(model: Model, { block }: Resource): string | undefined {
  const { project, provider } = block;
  if (project !== undefined && project !== null) return model.text(project);
  // another configuration of the provider has another project
  return provider === undefined || provider === 'google' ? defaultProject(model) : undefined;
}

/** The project of the provider where nothing else is said. */
function defaultProject(model: Model): string | undefined {
  const own = listOf(model.providers.google)
    .map(objectOf)
    .find(({ alias }) => alias === undefined);
  return model.text(own?.project);
}
