import type { AddressInfo } from 'node:net';

import { close } from '../test/backend';
import { createPublicServer, listen } from './lifecycle';

describe('the public server', () => {
  it('keeps connections longer than a load balancer does', () => {
    const server = createPublicServer(() => undefined);

    expect(server.keepAliveTimeout).toBe(75_000);
    expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
    expect(server.requestTimeout).toBeGreaterThanOrEqual(server.headersTimeout);
  });

  it('listens on every address', async () => {
    const server = createPublicServer(() => undefined);

    const port = await listen(server, 0);

    expect(server.address()).toMatchObject({ address: '0.0.0.0', port } as AddressInfo);
    await close(server);
  });

  it('fails when the port is taken', async () => {
    const first = createPublicServer(() => undefined);
    const port = await listen(first, 0);

    await expect(
      listen(
        createPublicServer(() => undefined),
        port,
      ),
    ).rejects.toThrow('EADDRINUSE');
    await close(first);
  });
});
