import { registryAt } from './registry-address';

describe('the address of a registry', () => {
  it('is a host, and the project before every repository, on Google Cloud', () => {
    const { registry, inside } = registryAt('europe-west1-docker.pkg.dev/my-project');

    expect(registry.host).toBe('europe-west1-docker.pkg.dev');
    expect(inside('slipway/goapp:one')).toBe('my-project/slipway/goapp:one');
  });

  it.each(['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'registry.example.org/'])(
    'is a host alone: %s',
    (address) => {
      const { registry, inside } = registryAt(address);

      expect(registry.host).toBe(address.replace('/', ''));
      expect(inside('slipway/goapp:one')).toBe('slipway/goapp:one');
    },
  );
});
