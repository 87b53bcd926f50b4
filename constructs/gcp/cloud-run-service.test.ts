import { App, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { gunzipSync } from 'node:zlib';
import { Secret } from '../core/secret';
import { type Block, synth, synthStack } from '../core/synth';
import { CloudRunService } from './cloud-run-service';
import type { CloudRunServiceProps } from './cloud-run-service-props';
import {
  type Changes,
  service,
  serviceNamed,
  synthOne,
  templateOf,
} from './cloud-run-service.fixture';
import { localPortOf } from './local-port';
import { testRegion, workload } from './region.fixture';
import { Scaling } from './scaling';
import { SecretStore } from './secret-store';

const type = 'google_cloud_run_v2_service';
const grantType = 'google_cloud_run_v2_service_iam_member';

describe('CloudRunService', () => {
  describe('with only what is required', () => {
    const stack = synthOne();
    const block = stack.one(type);

    it('is a service and an account, and nothing that opens either', () => {
      expect(stack.counts()).toEqual({ google_cloud_run_v2_service: 1, google_service_account: 1 });
    });

    it('is reached through the network alone, by callers that prove who they are', () => {
      expect(block).toMatchObject({
        name: 'prod-users-api',
        project: 'my-project',
        location: 'europe-west1',
        ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        invoker_iam_disabled: false,
        custom_audiences: [],
        launch_stage: 'GA',
        deletion_protection: true,
        labels: { environment: 'prod', component: 'users-api' },
        scaling: { scaling_mode: 'AUTOMATIC', min_instance_count: 1 },
        traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
      });
    });

    it('writes everything of its revisions', () => {
      expect(block.template).toEqual({
        service_account: expect.stringMatching(
          /^\$\{google_service_account\..*\.email\}$/,
        ) as string,
        labels: {},
        execution_environment: 'EXECUTION_ENVIRONMENT_GEN2',
        timeout: '60s',
        max_instance_request_concurrency: 80,
        session_affinity: false,
        scaling: { min_instance_count: 0, max_instance_count: 10 },
        vpc_access: {
          egress: 'PRIVATE_RANGES_ONLY',
          network_interfaces: [
            {
              network: 'projects/my-project/global/networks/main',
              subnetwork: 'projects/my-project/regions/europe-west1/subnetworks/main',
              tags: [],
            },
          ],
        },
        containers: [expect.anything()],
        volumes: [],
      });
    });

    it('runs one container that is probed from its first second on', () => {
      const http_get = { path: '/healthz', port: 8080 };

      expect(templateOf(block).containers).toEqual([
        {
          name: 'users-api',
          image: expect.stringContaining('@sha256:') as string,
          ports: { name: 'http1', container_port: 8080 },
          depends_on: [],
          env: [],
          resources: {
            limits: { cpu: '1', memory: '512Mi' },
            cpu_idle: true,
            startup_cpu_boost: true,
          },
          startup_probe: {
            initial_delay_seconds: 0,
            period_seconds: 2,
            timeout_seconds: 2,
            failure_threshold: 60,
            http_get,
          },
          liveness_probe: {
            initial_delay_seconds: 0,
            period_seconds: 10,
            timeout_seconds: 5,
            failure_threshold: 3,
            http_get,
          },
          volume_mounts: [],
        },
      ]);
    });
  });

  describe('defaults', () => {
    const container = (block: Block) => templateOf(block).containers[0];
    const rows: readonly (readonly [
      keyof CloudRunServiceProps,
      Changes,
      (block: Block) => unknown,
    ])[] = [
      ['cpu', { cpu: 2 }, (block) => container(block)?.resources.limits.cpu],
      ['memoryMiB', { memoryMiB: 1024 }, (block) => container(block)?.resources.limits.memory],
      ['concurrency', { concurrency: 20 }, (b) => templateOf(b).max_instance_request_concurrency],
      [
        'scaling',
        { scaling: Scaling.fixed(2) },
        (block) => [block.scaling, templateOf(block).scaling],
      ],
      ['exposure', { exposure: 'public' }, (block) => [block.ingress, block.invoker_iam_disabled]],
      ['timeoutSeconds', { timeoutSeconds: 5 }, (block) => templateOf(block).timeout],
      ['generation', { generation: 'gen1' }, (block) => templateOf(block).execution_environment],
      ['cpuIdle', { cpuIdle: false }, (block) => container(block)?.resources],
      ['startupBoost', { startupBoost: false }, (block) => container(block)?.resources],
      ['sessionAffinity', { sessionAffinity: true }, (block) => templateOf(block).session_affinity],
      ['writableMiB', { writableMiB: 16 }, (block) => templateOf(block).volumes],
      ['labels', { labels: { team: 'a' } }, (block) => block.labels],
      ['deletionProtection', { deletionProtection: false }, (block) => block.deletion_protection],
      ['name', { name: 'other' }, (block) => block.name],
    ];
    const common = { workload: { ...workload, writablePaths: ['/data'] } };
    const plain = synthOne(common).one(type);

    it.each(rows)('writes %s whether it is set or not', (_, changes, read) => {
      const changed = synthOne({ ...common, ...changes }).one(type);

      expect(read(plain)).toBeDefined();
      expect(read(changed)).toBeDefined();
      expect(read(changed)).not.toEqual(read(plain));
    });

    it('are tested for every optional prop', () => {
      const optional = rows.map(([prop]) => prop);

      expect([...optional, 'region', 'workload'].sort()).toEqual(
        Object.keys({
          ...{ region: 0, workload: 0, name: 0, cpu: 0, memoryMiB: 0, concurrency: 0, scaling: 0 },
          ...{ exposure: 0, timeoutSeconds: 0, generation: 0, cpuIdle: 0, startupBoost: 0 },
          ...{ sessionAffinity: 0, writableMiB: 0, labels: 0, deletionProtection: 0 },
        } satisfies Record<keyof CloudRunServiceProps, 0>).sort(),
      );
    });
  });

  describe('exposure', () => {
    it.each([
      ['internal', 'INGRESS_TRAFFIC_INTERNAL_ONLY', false],
      ['public', 'INGRESS_TRAFFIC_ALL', true],
      ['load-balancer', 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER', true],
    ] as const)('%s means %s', (exposure, ingress, invoker_iam_disabled) => {
      expect(synthOne({ exposure }).one(type)).toMatchObject({ ingress, invoker_iam_disabled });
    });

    it('never grants the invoker role to everyone', () => {
      expect(synthOne({ exposure: 'public' }).all(grantType)).toEqual([]);
    });
  });

  describe('scaling', () => {
    it('keeps exactly one instance by hand', () => {
      const block = synthOne({ scaling: Scaling.fixed(1) }).one(type);

      expect(block.scaling).toEqual({ scaling_mode: 'MANUAL', manual_instance_count: 1 });
      expect(templateOf(block).scaling).toEqual({ min_instance_count: 0, max_instance_count: 1 });
    });
  });

  describe('a WebSocket workload', () => {
    it('may keep a connection for an hour', () => {
      const block = synthOne({ workload: { ...workload, protocol: 'websocket' } }).one(type);

      expect(templateOf(block).timeout).toBe('3600s');
    });
  });

  describe('writable paths', () => {
    it('are volumes in memory', () => {
      const writablePaths = ['/tmp', '/data/B_c'];
      const { containers, volumes } = templateOf(
        synthOne({ workload: { ...workload, writablePaths } }).one(type),
      );

      expect(containers[0]?.volume_mounts).toEqual([
        { name: 'writable-1', mount_path: '/data/B_c' },
        { name: 'writable-2', mount_path: '/tmp' },
      ]);
      expect(volumes).toEqual([
        { name: 'writable-1', empty_dir: { medium: 'MEMORY', size_limit: '64Mi' } },
        { name: 'writable-2', empty_dir: { medium: 'MEMORY', size_limit: '64Mi' } },
      ]);
    });
  });

  describe('variables and secrets', () => {
    const stack = synth((scope) => {
      const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod', versions: { key: 3 } });
      const key = Secret.named('key');
      service(scope, 'Api', {
        region: testRegion(scope, { secrets }),
        workload: {
          ...workload,
          environment: { Z: '${literal}', A: '%{x}' },
          secrets: { KEY: key, SAME_KEY: key },
        },
      });
    });

    it('are sorted, escaped and pinned to a version', () => {
      const secret_key_ref = { secret: 'prod-key', version: '3' };

      expect(templateOf(stack.one(type)).containers[0]?.env).toEqual([
        { name: 'A', value: '%%{x}' },
        { name: 'KEY', value_source: { secret_key_ref } },
        { name: 'SAME_KEY', value_source: { secret_key_ref } },
        { name: 'Z', value: '$${literal}' },
      ]);
    });

    it('are granted once, to the account of the service, before it starts', () => {
      expect(stack.one('google_secret_manager_secret_iam_member')).toMatchObject({
        project: 'my-project',
        secret_id: 'prod-key',
        role: 'roles/secretmanager.secretAccessor',
        member: expect.stringMatching(/^\$\{google_service_account\..*\.member\}$/) as string,
      });
      expect(stack.one(type).depends_on).toEqual([
        expect.stringMatching(/^google_secret_manager_secret_iam_member\./),
      ]);
    });
  });

  describe('connectTo', () => {
    const stack = synth((scope) => {
      const region = testRegion(scope);
      const api = service(scope, 'Api', { region });
      const web = service(scope, 'Web', { region });
      web.connectTo(api, ({ url, host, port }) => ({ BACKEND_URL: url, AT: `${host}:${port}` }));
    });
    const web = serviceNamed(stack, 'prod-web');
    const [main, sidecar, ...more] = templateOf(web).containers;

    it('allows the account of the caller to invoke the callee, and nobody else', () => {
      expect(stack.one(grantType)).toMatchObject({
        role: 'roles/run.invoker',
        name: expect.stringMatching(/^\$\{google_cloud_run_v2_service\.Api_.*\.name\}$/) as string,
        member: expect.stringMatching(/^\$\{google_service_account\.Web_.*\.member\}$/) as string,
      });
    });

    it('tells two callees apart whose constructs have the same id', () => {
      const both = synth((scope) => {
        const region = testRegion(scope);
        const callees = ['users', 'orders'].map((name) => {
          const props = { region, workload, name };
          return new CloudRunService(new Construct(scope, name), 'Service', props);
        });
        const caller = service(scope, 'Web', { region });
        for (const callee of callees) caller.connectTo(callee);
      });

      expect(both.all(grantType)).toHaveLength(2);
    });

    it('waits for the grant and for the callee', () => {
      expect(web.depends_on).toEqual([
        expect.stringMatching(/^google_cloud_run_v2_service\.Api_/),
        expect.stringMatching(/^google_cloud_run_v2_service_iam_member\.Web_/),
      ]);
    });

    it('leads the variables to the sidecar', () => {
      const port = localPortOf('api');

      expect(main?.env).toEqual([
        { name: 'AT', value: `localhost:${port}` },
        { name: 'BACKEND_URL', value: `http://localhost:${port}` },
      ]);
    });

    it('puts one sidecar beside the container, which starts before it and has no port of its own', () => {
      expect(more).toEqual([]);
      expect(main?.depends_on).toEqual([sidecar?.name]);
      expect(main?.ports).toBeDefined();
      expect(sidecar).toMatchObject({
        name: 'web-identity',
        image: expect.stringContaining('/reverse-proxy@sha256:') as string,
        resources: { limits: { cpu: '500m', memory: '256Mi' } },
        startup_probe: { http_get: { path: '/healthz', port: 15020 } },
        volume_mounts: [{ name: 'identity', mount_path: '/var/lib/reverse-proxy' }],
      });
      expect(sidecar?.ports).toBeUndefined();
      expect(templateOf(web).volumes).toEqual([
        { name: 'identity', empty_dir: { medium: 'MEMORY', size_limit: '32Mi' } },
      ]);
    });

    it('tells the sidecar the address of the callee, and its port of localhost', () => {
      const [conf, origin, ...rest] = sidecar!.env;
      const configuration = gunzipSync(Buffer.from(conf!.value!, 'base64')).toString();

      expect(rest).toEqual([]);
      expect(configuration).toContain('# slipway:origin api\n');
      expect(configuration).toContain(`listen 127.0.0.1:${localPortOf('api')};`);
      expect(origin).toEqual({
        name: 'ORIGIN_API',
        value: expect.stringMatching(/^\$\{google_cloud_run_v2_service\.Api_.*\.uri\}$/) as string,
      });
    });

    it('leaves the callee without a sidecar', () => {
      expect(templateOf(serviceNamed(stack, 'prod-api')).containers).toHaveLength(1);
    });

    it('gives the same bytes in whatever order the verbs are called', () => {
      const build = (order: readonly string[]) =>
        synth((scope) => {
          const region = testRegion(scope);
          const [a, b, c] = ['A', 'B', 'C'].map((id) => service(scope, id, { region }));
          const steps: Readonly<Record<string, () => void>> = {
            b: () => c!.connectTo(b!, ({ url }) => ({ B: url })),
            a: () => c!.connectTo(a!, ({ url }) => ({ A: url })),
            grant: () => c!.grant({ role: 'roles/cloudtrace.agent' }),
          };
          for (const step of order) steps[step]!();
        }).json;

      expect(build(['grant', 'b', 'a'])).toEqual(build(['a', 'b', 'grant']));
      expect(JSON.stringify(build(['b', 'grant', 'a'])).length).toBe(
        JSON.stringify(build(['a', 'b', 'grant'])).length,
      );
    });

    it('reaches into another stack, which is deployed first', () => {
      const app: App = Testing.app();
      const [there, here] = [new TerraformStack(app, 'there'), new TerraformStack(app, 'here')];
      const api = service(there, 'Api');
      const web = service(here, 'Web');
      web.connectTo(api);

      const stack = synthStack(app, here);

      expect(here.dependencies).toEqual([there]);
      expect(stack.one(type).depends_on).toEqual([
        expect.stringMatching(/^google_cloud_run_v2_service_iam_member\./),
      ]);
    });
  });

  describe('grant', () => {
    it('gives the account a role on the project', () => {
      const stack = synth((scope) => {
        service(scope, 'Api').grant({ role: 'roles/cloudtrace.agent' });
      });

      expect(stack.one('google_project_iam_member')).toMatchObject({
        project: 'my-project',
        role: 'roles/cloudtrace.agent',
        member: expect.stringMatching(/^\$\{google_service_account\./) as string,
      });
    });
  });
});
