import { Testing } from 'cdktf';
import { synthStack } from '../constructs/core/synth';
import { cacheImage, proxyImage, system } from '../services/system';
import { settingsFrom } from './settings';
import { LocalStack } from './local';

interface Joined {
  readonly name: string;
  readonly aliases?: readonly string[];
}

const { local: settings } = settingsFrom({});
const app = Testing.app();
const stack = synthStack(
  app,
  new LocalStack(app, 'local', { settings, system, proxyImage, cacheImage }),
);

/** Name of each container to the networks that it is on, and whether it is called there. */
const joined = Object.fromEntries(
  stack.all('docker_container').map((block) => {
    const name = String(block.name).replace(`${settings.environment}-`, '');
    return [name, (block.networks_advanced ?? []) as readonly Joined[]];
  }),
);

/** Who reaches whom: two on one internal network, the one with an alias is called. */
function calls(): string[] {
  const internal = Object.entries(stack.json.resource?.docker_network ?? {})
    .filter(([, network]) => network.internal === true)
    .map(([id]) => `\${docker_network.${id}.id}`);
  return internal
    .map((network) => {
      const [calling, called] = [false, true].map((is) =>
        Object.entries(joined)
          .filter(([, all]) =>
            all.some(({ name, aliases }) => name === network && (aliases !== undefined) === is),
          )
          .map(([name]) => name),
      );
      return `${calling!.join()} -> ${called!.join()}`;
    })
    .sort();
}

describe('the stack local', () => {
  it('lets reach what the system declares, and nothing else', () => {
    const declared = [
      ...system.connections.map(({ from, to }) => `${from} -> ${to}`),
      ...system.backingConnections
        .filter(({ to }) => system.backings[to]?.kind === 'cache')
        .map(({ from, to }) => `${from} -> ${to}`),
      ...new Set(system.routes.map(({ target }) => `reverse-proxy -> ${target}`)),
    ];

    expect(calls()).toEqual(declared.sort());
  });

  it('publishes the proxy alone, on loopback alone', () => {
    const published = stack
      .all('docker_container')
      .flatMap(({ name, ports }) =>
        (ports as { ip: string }[]).map(({ ip }) => `${String(name)} ${ip}`),
      );

    expect(published).toEqual([
      `${settings.environment}-reverse-proxy 127.0.0.1`,
      `${settings.environment}-reverse-proxy 127.0.0.1`,
    ]);
  });

  it('keeps its state on this machine, outside the output folder', () => {
    expect(stack.json).toMatchObject({
      terraform: { backend: { local: { path: '../../../terraform.local.tfstate' } } },
    });
  });

  it('says where it is and how to read the login', () => {
    expect(stack.outputs()).toMatchObject({
      url: { value: 'https://localhost:8444' },
      login_commands: {
        value: { 'admin-login': expect.stringContaining('docker exec slipway-local') as string },
      },
    });
  });
});
