import { starters } from './cold-start';
import { system } from '../../../services/system';

describe('the starts that are timed', () => {
  test('are those of every service, the cache and the proxy', () => {
    const names = starters().map(({ name }) => name);

    expect(names).toEqual([
      ...Object.keys(system.workloads),
      'cache',
      'reverse-proxy',
      'reverse-proxy, with a new certificate',
    ]);
  });

  test('use the image of the folder and the port of the service', () => {
    const uptime = starters().find(({ name }) => name === 'uptime');

    expect(uptime?.start.image).toMatch(/^slipway\/uptime:content-/);
    expect(uptime?.start.environment).toEqual({ PORT: '8080' });
  });

  test('take no answer for one that is not there', async () => {
    for (const { isThere } of starters()) expect(await isThere(1)).toBe(false);
  });
});
