import { system } from '../../../services/system';
import { withoutBackings } from '../../../stacks/portion';
import { declaredCalls } from '../declaration';

const declared = withoutBackings(system);
const entrance = { from: '', ports: [] };

/** What runs in the clouds, the proxy included. */
export const services: readonly string[] = [...Object.keys(declared.workloads), 'reverse-proxy'];

/** Who calls whom in the clouds. */
export const calls = declaredCalls({ prefix: '', entrance, declared }).map(
  ({ from, to, port }) => ({ from, to, port }),
);

/** Port of a service in the clouds. */
export function portOf(name: string): number {
  return declared.workloads[name]?.port ?? 8080;
}

/** Every service but these. */
export function othersThan(...names: readonly string[]): string[] {
  return services.filter((name) => !names.includes(name));
}
