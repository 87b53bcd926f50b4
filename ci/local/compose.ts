import { type CommandResult, run } from '../command';

/** One container of the compose file as `docker compose ps` shows it. */
export interface ServiceState {
  readonly service: string;
  /** `created`, `running`, `restarting`, `exited`, ... */
  readonly state: string;
  /** `starting`, `healthy`, `unhealthy`, or empty without a health check. */
  readonly health: string;
}

/** Runs `docker compose` on the project's compose file. */
export function compose(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return run('docker', ['compose', ...args], { env });
}

/** The containers of the system, stopped ones included. */
export async function serviceStates(): Promise<ServiceState[]> {
  const { code, output } = await compose(['ps', '--all', '--format', 'json']);
  if (code !== 0) return [];
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { Service: string; State: string; Health: string })
    .map(({ Service, State, Health }) => ({ service: Service, state: State, health: Health }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}
