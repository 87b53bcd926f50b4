import {
  type ContainerDefinition,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServicesCommand,
} from '@aws-sdk/client-ecs';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { setTimeout as wait } from 'node:timers/promises';
import { type CommandResult, run } from '../../command';
import type { Account } from '../../emulated/account';
import { isAlive } from '../../terraform/programs';

/** A service as the emulated ECS knows it. */
export interface DeployedService {
  readonly name: string;
  /** Revision of its task definition. */
  readonly revision: string;
  readonly container: ContainerDefinition;
}

const cluster = 'prod';

/** What the emulated ECS says that it runs. */
export async function deployedServices({ ecs }: Account): Promise<DeployedService[]> {
  const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
  if (serviceArns.length === 0) return [];
  const asked = new DescribeServicesCommand({ cluster, services: serviceArns });
  const { services = [] } = await ecs.send(asked);
  const found = services.map(async ({ serviceName = '', taskDefinition = '' }) => {
    const shown = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const [container = {}] = shown.taskDefinition?.containerDefinitions ?? [];
    return { name: serviceName.replace(`${cluster}-`, ''), revision: taskDefinition, container };
  });
  // what is called must have its address before the proxy asks for it
  const all = await Promise.all(found);
  return all.sort((a, b) => Number(isProxy(a)) - Number(isProxy(b)) || (a.name < b.name ? -1 : 1));
}

/** Digest of the image that a service's task definition names. */
export function digestIn({ container }: DeployedService): string {
  return container.image?.split('@')[1] ?? '';
}

/**
 * Does what ECS would: runs the container that each task definition names, by its digest, with its variables, its user,
 * its read-only root and no capability. The emulator runs none.
 */
export class Containers {
  private readonly running = new Map<string, string>();
  private ending = false;

  constructor(
    private readonly prefix: string,
    private readonly registry: string,
    private readonly account: Account,
    /** Port of this machine that the proxy is reached at. */
    public readonly port: number,
  ) {}

  /**
   * Makes the network. Its range lies in the one of the VPC, whose addresses the proxy believes; a run that was killed
   * would still have it.
   *
   * @returns what such runs had left, by name
   */
  public async begin(): Promise<string[]> {
    const left = await leftBehind();
    for (const name of left) await removeAll(name);
    await docker('network', 'create', '--subnet', `${range}.0/24`, this.prefix);
    return left;
  }

  /** Replaces what is not what ECS names now, and waits until it is healthy. */
  public async follow(): Promise<void> {
    const services = await deployedServices(this.account);
    for (const [place, service] of services.entries()) {
      // what is started from now on nobody would remove
      if (this.ending) throw new Error('the run is being ended');
      if (this.running.get(service.name) === service.revision) continue;
      await this.replace(service, place + 10);
      this.running.set(service.name, service.revision);
    }
  }

  /** Starts nothing more, and waits for nothing that has been started. */
  public stop(): void {
    this.ending = true;
  }

  /** Removes everything. */
  public async end(): Promise<void> {
    await removeAll(this.prefix);
  }

  private async replace(service: DeployedService, place: number): Promise<void> {
    const name = `${this.prefix}-${service.name}`;
    await run('docker', ['rm', '--force', '--volumes', name]);
    const { container } = service;
    const image = container.image?.replace(/^[^/]+/, this.registry) ?? '';
    const variables = [...(container.environment ?? []), ...(await this.secretsOf(container))];
    await docker(
      'run',
      '--detach',
      ...['--name', name, '--network', this.prefix, '--network-alias', service.name],
      // an address of its own that stays, as Service Connect gives
      ...['--ip', `${range}.${place}`],
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--user', container.user ?? '65532', '--init'],
      ...variables.flatMap(({ name: key, value }) => ['--env', `${key}=${value}`]),
      ...(container.mountPoints ?? []).flatMap(({ containerPath = '' }) => ['-v', containerPath]),
      ...(isProxy(service) ? ['--publish', `127.0.0.1:${this.port}:8080`] : []),
      image,
    );
    await this.healthy(name, container.healthCheck?.command?.slice(1) ?? []);
  }

  /** Asks what the task definition tells ECS to ask. */
  private async healthy(name: string, command: readonly string[]): Promise<void> {
    for (let tries = 0; tries < 120 && !this.ending; tries += 1) {
      if ((await run('docker', ['exec', name, ...command])).code === 0) return;
      await wait(250);
    }
    const { output } = await run('docker', ['logs', name]);
    throw new Error(`${name} is not healthy:\n${output}`);
  }

  /** What ECS reads out of Secrets Manager before it starts a container. */
  private async secretsOf({ secrets = [] }: ContainerDefinition) {
    return Promise.all(
      secrets.map(async ({ name, valueFrom = '' }) => {
        // a reference may go on behind the ARN, with key and version
        const SecretId = valueFrom.split(':').slice(0, 7).join(':');
        const { SecretString } = await this.account.secrets.send(
          new GetSecretValueCommand({ SecretId }),
        );
        return { name, value: SecretString };
      }),
    );
  }
}

const range = '10.0.213';
const namePrefix = 'slipway-pipe-';

/** Name of the network of this run, and start of the names of its containers. A later run sees whether its process lives. */
export function nameOfRun(): string {
  return `${namePrefix}${process.pid}`;
}

/** Names of runs that have left a network without their process. */
async function leftBehind(): Promise<string[]> {
  const filter = ['--filter', `name=${namePrefix}`, '--format', '{{.Name}}'];
  const { output } = await run('docker', ['network', 'ls', ...filter]);
  return output.split('\n').filter((name) => isLeftBehind(name, isAlive));
}

/** Whether a network is one of a run whose process is gone. */
export function isLeftBehind(name: string, alive: (id: number) => boolean): boolean {
  const id = new RegExp(`^${namePrefix}(\\d+)$`).exec(name)?.[1];
  return id !== undefined && !alive(Number(id));
}

/** Removes a network and the containers in it. */
async function removeAll(network: string): Promise<void> {
  const listed = await run('docker', ['ps', '--all', '--quiet', '--filter', `network=${network}`]);
  const ids = listed.output.split('\n').filter(Boolean);
  if (ids.length > 0) await run('docker', ['rm', '--force', '--volumes', ...ids]);
  await run('docker', ['network', 'rm', network]);
}

function isProxy({ name }: DeployedService): boolean {
  return name === 'reverse-proxy';
}

async function docker(...args: readonly string[]): Promise<CommandResult> {
  const result = await run('docker', args);
  if (result.code !== 0) throw new Error(`docker ${args[0]}: ${result.output}`);
  return result;
}
