import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command';
import { freePort } from '../local/ports';
import { ask } from './ask';

// npm start as a new user meets it, under a project name of its own
const project = `slipway-start-${process.pid}`;
const env = { COMPOSE_PROJECT_NAME: project, CI: '' };
let ports: { readonly SLIPWAY_HTTPS_PORT: string; readonly SLIPWAY_HTTP_PORT: string };

function start(more: Readonly<Record<string, string>> = {}): ReturnType<typeof run> {
  const args = ['ci/run.mjs', 'ci/local/start.ts'];
  return run(process.execPath, args, { env: { ...env, ...ports, ...more } });
}

beforeAll(async () => {
  ports = {
    SLIPWAY_HTTPS_PORT: String(await freePort()),
    SLIPWAY_HTTP_PORT: String(await freePort()),
  };
});

afterAll(async () => {
  await run('docker', ['compose', 'down', '--volumes'], { env: { ...env, ...ports } });
}, 60_000);

describe('npm start', () => {
  it('synthesizes and names what is missing on a machine with Node alone', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'slipway-bin-'));
    symlinkSync(process.execPath, join(bin, 'node'));

    const { code, output } = await start({ PATH: bin });
    rmSync(bin, { recursive: true });

    expect(output).toMatch(/ecs-prod +\d+ {3}cdktf\.out\/stacks\/ecs-prod\/cdk\.tf\.json/);
    expect(output).toContain('not present: Docker');
    expect(output).toContain('not present: Terraform');
    expect(code).toBe(0);
  });

  it('says which port is taken and how to choose another', async () => {
    const port = Number(ports.SLIPWAY_HTTPS_PORT);
    const server = await listen(port);

    const { code, output } = await start();
    await new Promise((resolve) => server.close(resolve));

    expect(output).toContain(`port ${port} is taken by another program`);
    expect(output).toContain(`SLIPWAY_HTTPS_PORT=${port + 1000} npm start`);
    expect(code).toBe(1);
  });

  it('refuses a port that is none', async () => {
    const { code, output } = await start({ SLIPWAY_HTTPS_PORT: 'https' });

    expect(output).toContain("SLIPWAY_HTTPS_PORT must be a port from 1 to 65535, got 'https'");
    expect(code).toBe(1);
  });

  it('refuses settings that are none, all at once', async () => {
    const { code, output } = await start({ SLIPWAY_AWS_ACCOUNT_ID: '12', SLIPWAY_DOMAIN: 'x' });

    expect(output).toContain("'SLIPWAY_AWS_ACCOUNT_ID' is '12'");
    expect(output).toContain("'SLIPWAY_DOMAIN' is 'x'");
    expect(output).not.toContain('    at ');
    expect(code).toBe(1);
  });

  it('ends with the addresses, also the second time', async () => {
    for (const round of [1, 2]) {
      const { code, output } = await start();

      expect({ round, code, output: output.slice(-1500) }).toMatchObject({ code: 0 });
      expect(output).toContain(`https://localhost:${ports.SLIPWAY_HTTPS_PORT}/uptime`);
    }
    const { headers } = await ask(`http://localhost:${ports.SLIPWAY_HTTP_PORT}/uptime`);

    expect(headers.location).toBe(`https://localhost:${ports.SLIPWAY_HTTPS_PORT}/uptime`);
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
