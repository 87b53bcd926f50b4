import { Token } from 'cdktf';
import { Image } from './image';
import { Secret } from './secret';
import { resolveWorkload, type Workload, workloadProblems } from './workload';

const image = Image.fromRegistry(`registry.example.org/api@sha256:${'0'.repeat(64)}`);

function workload(changes: Partial<Workload> = {}): Workload {
  return { image, port: 8080, health: { path: '/healthz' }, ...changes };
}

describe('a workload', () => {
  it('has safe defaults, all written out', () => {
    expect(resolveWorkload(workload())).toEqual({
      kind: 'service',
      image,
      port: 8080,
      metricsPort: undefined,
      protocol: 'http',
      health: {
        path: '/healthz',
        command: undefined,
        intervalSeconds: 10,
        failuresToUnhealthy: 3,
        graceSeconds: 60,
      },
      environment: {},
      secrets: {},
      user: 65532,
      writablePaths: [],
      shutdownSeconds: 30,
      keepAliveSeconds: 75,
    });
  });

  it.each<[Partial<Workload>, RegExp]>([
    [{ port: 0 }, /'port' must be a whole number from 1 to 65535, got 0/],
    [{ port: 70000 }, /'port' .* got 70000; use the port that the process listens on/],
    [{ port: 80.5 }, /'port' .* got 80.5/],
    [{ metricsPort: -1 }, /'metricsPort' .* got -1/],
    [{ metricsPort: 8080 }, /'metricsPort' must differ from 'port', got 8080 for both/],
    [{ user: 0 }, /'user' .* got 0; choose a numeric user other than root/],
    [{ shutdownSeconds: 121 }, /'shutdownSeconds' .* 1 to 120, got 121/],
    [{ keepAliveSeconds: 1 }, /'keepAliveSeconds' .* got 1/],
    [{ health: { path: 'healthz' } }, /'health.path' must start with '\/'.*got 'healthz'/],
    [{ health: { path: '/h?deep=1' } }, /'health.path'/],
    [{ health: { path: '/', command: [] } }, /'health.command' must name a program/],
    [{ health: { path: '/', intervalSeconds: 1 } }, /'health.intervalSeconds' .* 5 to 300, got 1/],
    [{ health: { path: '/', failuresToUnhealthy: 1 } }, /'health.failuresToUnhealthy' .* got 1/],
    [{ health: { path: '/', graceSeconds: 301 } }, /'health.graceSeconds' .* got 301/],
    [{ environment: { 'a-b': 'x' } }, /'a-b', which is no variable name/],
    [{ environment: { PORT: '1' } }, /sets PORT, which every platform sets/],
    [{ environment: { A: '' }, secrets: { A: Secret.named('a') } }, /both set A/],
    [{ writablePaths: ['data'] }, /'writablePaths' needs absolute directories.*got 'data'/],
    [{ writablePaths: ['/${x}'] }, /'writablePaths' needs absolute directories/],
    [{ health: { path: '/${x}' } }, /'health.path' must start with/],
    [{ environment: { ['__proto__']: '' } }, /which is no variable name/],
    [{ writablePaths: ['/'] }, /'writablePaths' needs absolute directories/],
    [{ writablePaths: ['/a/../b'] }, /'writablePaths' needs absolute directories/],
    [{ writablePaths: ['/data', '/data/x'] }, /'\/data\/x' inside or beside itself/],
    [{ writablePaths: ['/data', '/data'] }, /'\/data' inside or beside itself/],
  ])('fails when it has %j', (changes, message) => {
    expect(workloadProblems(workload(changes)).join('\n')).toMatch(message);
  });

  it('reports every problem at once', () => {
    expect(workloadProblems(workload({ port: 0, user: 0, health: { path: '' } }))).toHaveLength(3);
  });

  it('leaves tokens to Terraform', () => {
    expect(workloadProblems(workload({ port: Token.asNumber('${var.port}') }))).toEqual([]);
  });
});
