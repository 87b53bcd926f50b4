import { add, block, type Block, type Document, type Mutant, reference } from './mutant';

const container = (document: Document, name: string): Block =>
  block(document, 'docker_container', name);
const networkId = (document: Document, name: string): string =>
  reference(document, 'docker_network', name, 'id');
const networksOf = (document: Document, name: string): Block[] =>
  container(document, name).networks_advanced as Block[];

function join(document: Document, name: string, network: string): void {
  networksOf(document, name).push({ name: networkId(document, network) });
}

function leave(document: Document, name: string, network: string): void {
  const id = networkId(document, network);
  container(document, name).networks_advanced = networksOf(document, name).filter(
    (one) => one.name !== id,
  );
}

const pair = (one: string, other: string): string[] => [
  `${one} -> ${other} all`,
  `${other} -> ${one} all`,
];
const publish = (document: Document, name: string, port: Block): void => {
  (container(document, name).ports as Block[]).push({ protocol: 'tcp', ...port });
};

/** Mistakes in the stack local. */
export const dockerMutants: readonly Mutant[] = [
  {
    name: 'goapp joins the network of the proxy and uptime',
    change: (d) => join(d, 'Goapp_', 'Network_ReverseProxyToUptime'),
    changes: [...pair('goapp', 'uptime'), ...pair('goapp', 'reverse-proxy')].map(
      (line) => `+ ${line}`,
    ),
  },
  {
    name: 'goapp joins the network of the entrance',
    change: (d) => join(d, 'Goapp_', 'Network_1'),
    changes: [...pair('goapp', 'reverse-proxy'), 'goapp -> internet all'].map(
      (line) => `+ ${line}`,
    ),
  },
  {
    name: 'goapp joins the default bridge, and nobody else does',
    change: (d) => networksOf(d, 'Goapp_').push({ name: 'bridge' }),
    changes: ['+ goapp -> internet all'],
  },
  {
    name: 'goapp and uptime join the default bridge',
    change: (d) => {
      for (const name of ['Goapp_', 'Uptime_']) networksOf(d, name).push({ name: 'bridge' });
    },
    changes: [...pair('goapp', 'uptime'), 'goapp -> internet all', 'uptime -> internet all'].map(
      (line) => `+ ${line}`,
    ),
  },
  {
    name: 'goapp leaves the network of adminapp',
    change: (d) => leave(d, 'Goapp_', 'Network_AdminappToGoapp'),
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp all', '- goapp -> adminapp all'],
  },
  {
    name: 'goapp has no name on the network of adminapp',
    change: (d) => {
      for (const network of networksOf(d, 'Goapp_')) delete network.aliases;
    },
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'adminapp calls a name that nobody has',
    change: (d) => (container(d, 'Adminapp_').env = ['BACKEND_URL=http://users:8080']),
    changes: ['+ ! adminapp -> users:8080'],
  },
  {
    name: 'the network of adminapp and goapp leads outside',
    change: (d) => (block(d, 'docker_network', 'Network_AdminappToGoapp').internal = false),
    changes: ['+ adminapp -> internet all', '+ goapp -> internet all'],
  },
  {
    name: 'whether that network leads outside waits for a variable',
    change: (d) =>
      (block(d, 'docker_network', 'Network_AdminappToGoapp').internal = '${var.internal}'),
    changes: ['+ adminapp -> internet all ?', '+ goapp -> internet all ?'],
  },
  {
    name: 'the entrance is internal too',
    change: (d) => (block(d, 'docker_network', 'Network_1').internal = true),
    changes: [
      '+ ! this machine -> reverse-proxy:8080',
      '+ ! this machine -> reverse-proxy:8443',
      '- reverse-proxy -> internet all',
      '- this machine -> reverse-proxy 8080 through 127.0.0.1:8081',
      '- this machine -> reverse-proxy 8443 through 127.0.0.1:8444',
    ],
  },
  {
    name: 'the proxy publishes on every address',
    change: (d) => {
      for (const port of container(d, 'ReverseProxy').ports as Block[]) port.ip = '0.0.0.0';
    },
    changes: [
      '+ internet -> reverse-proxy 8080 through 0.0.0.0:8081',
      '+ internet -> reverse-proxy 8443 through 0.0.0.0:8444',
      '- this machine -> reverse-proxy 8080 through 127.0.0.1:8081',
      '- this machine -> reverse-proxy 8443 through 127.0.0.1:8444',
    ],
  },
  {
    name: 'the proxy publishes without an address',
    change: (d) => {
      for (const port of container(d, 'ReverseProxy').ports as Block[]) delete port.ip;
    },
    changes: [
      '+ internet -> reverse-proxy 8080 through 0.0.0.0:8081',
      '+ internet -> reverse-proxy 8443 through 0.0.0.0:8444',
      '- this machine -> reverse-proxy 8080 through 127.0.0.1:8081',
      '- this machine -> reverse-proxy 8443 through 127.0.0.1:8444',
    ],
  },
  {
    name: 'adminapp publishes its port on loopback, from internal networks',
    change: (d) => publish(d, 'Adminapp_', { internal: 3000, external: 3000, ip: '127.0.0.1' }),
    changes: ['+ ! this machine -> adminapp:3000'],
  },
  {
    name: 'adminapp publishes its port and joins the entrance',
    change: (d) => {
      publish(d, 'Adminapp_', { internal: 3000, external: 3000, ip: '127.0.0.1' });
      join(d, 'Adminapp_', 'Network_1');
    },
    changes: [
      '+ adminapp -> internet all',
      '+ this machine -> adminapp 3000 through 127.0.0.1:3000',
    ],
  },
  {
    name: 'the proxy publishes its ports of metrics as well',
    change: (d) => publish(d, 'ReverseProxy', { internal: 9113, external: 9113, ip: '127.0.0.1' }),
    changes: ['+ this machine -> reverse-proxy 9113 through 127.0.0.1:9113'],
  },
  {
    name: 'the proxy publishes nothing',
    change: (d) => (container(d, 'ReverseProxy').ports = []),
    changes: [
      '- this machine -> reverse-proxy 8080 through 127.0.0.1:8081',
      '- this machine -> reverse-proxy 8443 through 127.0.0.1:8444',
    ],
  },
  {
    name: 'uptime has the network of the host',
    change: (d) =>
      Object.assign(container(d, 'Uptime_'), { network_mode: 'host', networks_advanced: [] }),
    changes: [
      '+ ! reverse-proxy -> uptime:8080',
      '+ internet -> uptime all ?',
      '+ uptime -> internet all',
      '- reverse-proxy -> uptime all',
      '- uptime -> reverse-proxy all',
    ],
  },
  {
    name: 'goapp shares the network of the proxy itself',
    change: (d) =>
      Object.assign(container(d, 'Goapp_'), {
        network_mode: `container:${reference(d, 'docker_container', 'ReverseProxy', 'id')}`,
        networks_advanced: [],
      }),
    changes: [
      '+ ! adminapp -> goapp:8080',
      '+ ! docker_container.Adminapp_3C51A4E0 -> docker_container.Goapp_3BAED796',
      '+ ! goapp -> cache:6379',
      '+ goapp -> internet all',
      ...['reverse-proxy', 'site-a', 'site-b', 'uptime', 'users-form', 'webapp'].flatMap((name) =>
        pair('goapp', name).map((line) => `+ ${line}`),
      ),
      ...pair('goapp', 'cache').map((line) => `- ${line}`),
    ],
  },
  {
    name: 'a stranger joins the network of adminapp and goapp',
    change: (d) =>
      add(d, 'docker_container', 'Stranger', {
        name: 'stranger',
        networks_advanced: [{ name: networkId(d, 'Network_AdminappToGoapp') }],
      }),
    changes: [...pair('stranger', 'goapp'), ...pair('stranger', 'adminapp')].map(
      (line) => `+ ${line}`,
    ),
  },
];
