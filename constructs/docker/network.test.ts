import { synth } from '../core/synth';
import { service } from './container-service.fixture';
import { type ExistingNetworkProps, Network } from './network';

const existing = (changes: Partial<ExistingNetworkProps>) => () =>
  synth((scope) => {
    const props = { environment: 'test', entranceId: 'shared', ...changes };
    const network = Network.fromIds(scope, 'Network', props);
    const web = service(scope, 'Web', { network, publish: [{ port: 8080, hostPort: 80 }] });
    web.connectTo(service(scope, 'Api', { network }));
  });

describe('Network', () => {
  it('makes an entrance, which publishes ports and so is not internal', () => {
    const stack = synth((scope) => {
      new Network(scope, 'Network', { environment: 'test' });
    });

    expect(stack.counts()).toEqual({ docker_network: 1 });
    expect(stack.one('docker_network')).toEqual({
      name: 'test-entrance',
      driver: 'bridge',
      internal: false,
      attachable: false,
      ingress: false,
      ipv6: false,
      ipam_driver: 'default',
      labels: [{ label: 'slipway.environment', value: 'test' }],
    });
  });

  it('fails when the environment can start no name', () => {
    const build = () =>
      synth((scope) => {
        new Network(scope, 'Network', { environment: 'My laptop' });
      });

    expect(build).toThrow(/'environment' must start with a letter/);
  });
});

describe('a network that exists', () => {
  it('is the entrance, and connections still get networks of their own', () => {
    const stack = existing({})();
    const web = stack.where('docker_container', 'name', 'test-web');

    expect(stack.one('docker_network')).toMatchObject({ name: 'test-web-to-api', internal: true });
    expect(web.networks_advanced).toContainEqual({ name: 'shared' });
  });

  it.each<[string, Partial<ExistingNetworkProps>, RegExp]>([
    ['the environment can start no name', { environment: '' }, /'environment' must start with/],
    ['the entrance has no name', { entranceId: ' ' }, /'entranceId' must be the id or the name/],
    ['the entrance knows no names', { entranceId: 'bridge' }, /must not be one of Docker's own/],
  ])('fails when %s', (_, changes, message) => {
    expect(existing(changes)).toThrow(message);
  });
});
