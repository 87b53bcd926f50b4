import { TerraformVariable } from 'cdktf';
import { Image } from '../core/image';
import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import type { Workload } from '../core/workload';
import { type Changes, service, synthOne } from './cloud-run-service.fixture';
import { localPortOf } from './local-port';
import { testRegion, workload } from './region.fixture';
import { Scaling } from './scaling';

const withWorkload = (changes: Partial<Workload>): Changes => ({
  workload: { ...workload, ...changes },
});

describe('a CloudRunService', () => {
  it.each<[string, Changes, RegExp]>([
    ['3 CPUs', { cpu: 3 }, /'cpu' must be 1, 2, 4, 6, 8, or a part .* got 3; choose the next/],
    [
      'memory beyond its CPU',
      { memoryMiB: 8192 },
      /'memoryMiB' may be at most 4096 when 'cpu' is 1/,
    ],
    ['a name that is none', { name: 'Users API' }, /'name' must start with a letter/],
    [
      'a name too long for the cloud',
      { name: 'a'.repeat(45) },
      /'name' makes the Cloud Run service name 'prod-a+', which has 50 characters of at most 49/,
    ],
    ['a broken workload', withWorkload({ user: 0 }), /'user' must be .* got 0/],
    [
      'fewer than no instances',
      { scaling: Scaling.requests({ minInstances: -1 }) },
      /got -1; use 0/,
    ],
    ['a fixed nothing', { scaling: Scaling.fixed(0) }, /fixed at 0 instances.*minInstances: 0/],
    [
      'more instances than Cloud Run has',
      { scaling: Scaling.requests({ maxInstances: 1001 }) },
      /'maxInstances' from 1 to 1000, got 1001/,
    ],
    [
      'bounds the wrong way round',
      { scaling: Scaling.requests({ minInstances: 5, maxInstances: 2 }) },
      /'maxInstances' of at least 'minInstances', got 2 and 5/,
    ],
    ['an endless request', { timeoutSeconds: 3601 }, /'timeoutSeconds' .* 1 to 3600, got 3601/],
    ['no time at all', { timeoutSeconds: 0 }, /'timeoutSeconds' .* got 0/],
    [
      'a long start',
      withWorkload({ health: { path: '/', graceSeconds: 241 } }),
      /at most 240.*got 241/,
    ],
    ['no writable space', { writableMiB: 0 }, /'writableMiB' must be .* got 0/],
    [
      'volumes that fill its memory',
      { ...withWorkload({ writablePaths: ['/a', '/b'] }), writableMiB: 200 },
      /may fill half of 'memoryMiB' \(512\) at the most, .* got 2 of 200 MiB/,
    ],
    [
      'a volume over /proc',
      withWorkload({ writablePaths: ['/proc/x'] }),
      /'\/proc\/x', where Cloud Run/,
    ],
    ['PORT set by hand', withWorkload({ environment: { PORT: '1' } }), /'environment' sets PORT/],
    [
      'a variable of Cloud Run',
      withWorkload({ environment: { K_SERVICE: 'x' } }),
      /sets K_SERVICE/,
    ],
    [
      'a thousand and one variables',
      withWorkload({
        environment: Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`V${at}`, ''])),
      }),
      /more than 1000 variables/,
    ],
    ["the sidecar's port", withWorkload({ port: 15020 }), /'workload.port' is 15020/],
    [
      "the sidecar's port for metrics",
      withWorkload({ metricsPort: 15020 }),
      /'workload.metricsPort' is 15020/,
    ],
    [
      'a secret without a store',
      withWorkload({ secrets: { KEY: Secret.named('key') } }),
      /'workload.secrets' has KEY, but the region has no 'secrets'/,
    ],
    [
      'an image of a strange registry',
      withWorkload({
        image: Image.fromRegistry(`registry.example.org/a@sha256:${'0'.repeat(64)}`),
      }),
      /Cloud Run pulls from pkg.dev, gcr.io and docker.io only/,
    ],
    [
      'an image of a folder without a registry',
      withWorkload({ image: Image.fromFolder('services/goapp') }),
      /built from 'services\/goapp', but the region has no 'registry'/,
    ],
    [
      'a reserved label',
      { labels: { 'run.googleapis.com/x': 'a' } },
      /refuses what starts with run.google/,
    ],
    ['a label that is none', { labels: { Team: 'a' } }, /'labels' needs keys .* got 'Team'/],
    [
      'a label value that is none',
      { labels: { team: 'A B' } },
      /'labels' needs values .* got 'A B'/,
    ],
  ])('fails when it has %s', (_, changes, message) => {
    expect(() => synthOne(changes)).toThrow(message);
  });

  it('tells every problem at once', () => {
    expect(() => synthOne({ cpu: 3, timeoutSeconds: 0, labels: { A: '' } })).toThrow(
      /'cpu'.*\n.*'timeoutSeconds'.*\n.*'labels'/,
    );
  });

  it('lets through what only Terraform knows', () => {
    const stack = synth((scope) => {
      const { numberValue } = new TerraformVariable(scope, 'Number', { type: 'number' });
      service(scope, 'Api', { memoryMiB: numberValue, timeoutSeconds: numberValue });
    });

    const { template } = stack.one('google_cloud_run_v2_service');
    expect(template).toMatchObject({ timeout: '${var.Number}s' });
    expect(JSON.stringify(template)).toContain('"memory":"${var.Number}Mi"');
  });
});

describe('connectTo', () => {
  const connect = (caller: Changes, callee: Changes, environment = {}, props = {}) =>
    synth((scope) => {
      const region = testRegion(scope, props);
      const api = service(scope, 'Api', { ...callee, region });
      service(scope, 'Web', { ...caller, region }).connectTo(api, () => environment);
    });

  it('fails when the region has no image for the sidecar', () => {
    expect(() => connect({}, {}, {}, { sidecarImage: undefined })).toThrow(
      /the region has no 'sidecarImage'; give the Region/,
    );
  });

  it.each(['public', 'load-balancer'] as const)('fails when the callee is %s', (exposure) => {
    expect(() => connect({}, { exposure })).toThrow(
      `'connectTo' calls 'api', whose 'exposure' is '${exposure}'`,
    );
  });

  it('fails when the caller has less than one CPU', () => {
    const small: Changes = { cpu: 0.5, generation: 'gen1', concurrency: 1 };

    expect(() => connect(small, {})).toThrow(/'cpu' must be at least 1 for a service that calls/);
  });

  it.each<[Changes, RegExp]>([
    [{ cpu: 8, memoryMiB: 4096 }, /'cpu' may be at most 6 .* takes 0.5 of the 8 .* got 8; set it/],
    [{ memoryMiB: 4000 }, /'memoryMiB' may be at most 3840 .* when 'cpu' is 1, .* got 4000; raise/],
  ])('fails when %j leaves no room for the sidecar', (caller, message) => {
    expect(() => connect(caller, {})).toThrow(message);
  });

  it.each(['port', 'metricsPort'] as const)(
    'fails when the %s of the caller is in the way',
    (prop) => {
      const changes = { workload: { ...workload, [prop]: localPortOf('api') } };

      expect(() => connect(changes, {})).toThrow(
        /taken by the container itself; give 'api' another/,
      );
    },
  );

  it('fails when two callees share a port of localhost', () => {
    const [first, second] = namesOfOnePort();

    expect(() =>
      synth((scope) => {
        const region = testRegion(scope);
        const caller = service(scope, 'Web', { region });
        caller.connectTo(service(scope, 'First', { region, name: first }));
        caller.connectTo(service(scope, 'Second', { region, name: second }));
      }),
    ).toThrow(`which is taken by ${first}; give '${second}' another name`);
  });

  it('fails when a variable is set already, or belongs to the platform', () => {
    const caller = { workload: { ...workload, environment: { URL: 'x' } } };

    expect(() => connect(caller, {}, { URL: 'y' })).toThrow(/sets URL, which is set already/);
    expect(() => connect({}, {}, { K_REVISION: 'y' })).toThrow(/sets K_REVISION, which Cloud Run/);
  });

  it('fails when it is called twice for one callee', () => {
    expect(() =>
      synth((scope) => {
        const region = testRegion(scope);
        const [api, web] = [service(scope, 'Api', { region }), service(scope, 'Web', { region })];
        web.connectTo(api);
        web.connectTo(api);
      }),
    ).toThrow("'connectTo' was called twice for 'api'; keep one call");
  });

  it('fails when it closes a cycle', () => {
    expect(() =>
      synth((scope) => {
        const region = testRegion(scope);
        const [api, web] = [service(scope, 'Api', { region }), service(scope, 'Web', { region })];
        web.connectTo(api);
        api.connectTo(web);
      }),
    ).toThrow(/form a cycle, web -> api -> web|form a cycle, api -> web -> api/);
  });
});

describe('grant', () => {
  it.each([
    ['roles/editor', /basic role 'roles\/editor', which opens nearly everything/],
    ['run.invoker', /'role' must be the full name of a role, got 'run.invoker'/],
  ])('fails when the role is %s', (role, message) => {
    expect(() => synth((scope) => service(scope, 'Api').grant({ role }))).toThrow(message);
  });

  it('fails when the role was granted before', () => {
    expect(() =>
      synth((scope) => {
        const api = service(scope, 'Api');
        api.grant({ role: 'roles/cloudtrace.agent' });
        api.grant({ role: 'roles/cloudtrace.agent' });
      }),
    ).toThrow(/'role' is 'roles\/cloudtrace.agent', which was granted before; grant it once/);
  });
});

/** Two names that lead to the same port, as some of 10,000 ports must. */
function namesOfOnePort(): [string, string] {
  const seen = new Map<number, string>();
  for (let at = 0; ; at += 1) {
    const name = `service-${at}`;
    const first = seen.get(localPortOf(name));
    if (first !== undefined) return [first, name];
    seen.set(localPortOf(name), name);
  }
}
