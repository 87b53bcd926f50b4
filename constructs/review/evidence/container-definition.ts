import type { Evidence } from './evidence';
import { type Model, objectOf, type Resource } from '../model';
import type { Complaint } from '../rule';

/** One container of an ECS task definition. */
export interface Container {
  /** Its name. */
  readonly name: string;

  /** Its definition, unresolved. */
  readonly definition: Readonly<Record<string, unknown>>;
}

/** The containers of a task definition, which are JSON in a text; undefined where they cannot be read. */
export function containersOf(model: Model, task: Resource): Container[] | undefined {
  const definitions = model.json(task.block.container_definitions);
  if (!Array.isArray(definitions)) return undefined;
  return definitions.map((raw: unknown, at) => {
    const definition = objectOf(raw);
    return { name: model.text(definition.name) ?? `number ${at + 1}`, definition };
  });
}

/** The complaints about each container of a task definition, with its name. */
export function eachContainer(
  task: Resource,
  evidence: Evidence,
  check: (definition: Container['definition']) => readonly Complaint[],
): Complaint[] {
  const containers = evidence.containersOf(task);
  if (!containers) {
    return [{ verdict: 'unread', reason: "'container_definitions' cannot be read" }];
  }
  return containers.flatMap(({ name, definition }) =>
    check(definition).map(({ verdict, reason }) => ({
      verdict,
      reason: `container '${name}': ${reason}`,
    })),
  );
}
