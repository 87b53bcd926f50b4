import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { lacking, mirrorOf } from '../ci/providers/needed';
import { Workspace } from '../ci/providers/workspace';
import { system } from '../services/system';
import { composeApp } from './app';
import { settingsFrom } from './settings';

const provider = { source: 'hashicorp/google', version: '6.50.0', stacks: ['gcp-run'] };
const mirror = mirrorOf(provider);
const present = mirror !== undefined && lacking(provider).length === 0;
const settings = {
  SLIPWAY_GCP_PROJECT: 'my-project',
  SLIPWAY_STATE_BUCKET: 'mine',
  SLIPWAY_NOTIFY_EMAIL: 'oncall@example.org',
};
const domain = { SLIPWAY_GCP_DOMAIN: 'run.example.org', SLIPWAY_GCP_ZONE: 'example.org' };
const digest = `sha256:${'0'.repeat(64)}`;

interface Planned {
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: Service & Readonly<Record<string, unknown>>;
  };
}

interface Service {
  readonly name: string;
  readonly ingress: string;
  readonly timeout_sec?: number;
  readonly template: readonly {
    readonly containers: readonly { readonly image: string; readonly depends_on: unknown }[];
  }[];
}

/** What the plan makes of one type. */
function made(planned: readonly Planned[], type: string): readonly Planned['change']['after'][] {
  return planned.filter((one) => one.type === type).map(({ change }) => change.after);
}

let workspace: Workspace;
let registry: Server;

/** What a real plan needs that is not on this machine: a registry that knows the images, and nothing else. */
function listen(imageNames: readonly string[]): Promise<number> {
  const dockerImages = imageNames.map((imageName) => {
    const [name, tag] = imageName.split(':');
    const uri = `us-central1-docker.pkg.dev/my-project/slipway/${name!}@${digest}`;
    return { name: `projects/p/dockerImages/${name!}@${digest}`, uri, tags: [tag] };
  });
  registry = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ dockerImages }));
  });
  return new Promise((resolve) => {
    registry.listen(0, '127.0.0.1', () => {
      resolve((registry.address() as AddressInfo).port);
    });
  });
}

/** A plan of gcp-run without an account. */
async function plan(): Promise<readonly Planned[]> {
  const folder = join(workspace.output, 'stacks', 'gcp-run');
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  const names = [...text.matchAll(/"image_name": "([^"]+)"/g)].map(([, name]) => name!);
  const endpoint = `http://127.0.0.1:${await listen(names)}/v1/`;
  const google = { access_token: 'none', artifact_registry_custom_endpoint: endpoint };
  writeFileSync(
    join(folder, 'offline_override.tf.json'),
    JSON.stringify({ terraform: { backend: { local: {} } }, provider: { google: [google] } }),
  );
  await expectSuccess('init', '-input=false');
  await expectSuccess('plan', '-input=false', '-out=plan');
  const shown = await workspace.terraform('gcp-run', 'show', '-json', 'plan');
  return (JSON.parse(shown.output) as { resource_changes: readonly Planned[] }).resource_changes;
}

async function expectSuccess(...parameters: readonly string[]): Promise<void> {
  const { code, output } = await workspace.terraform('gcp-run', ...parameters);
  expect({ code, output }).toEqual({ code: 0, output: expect.any(String) as string });
}

(present ? describe : describe.skip)('gcp-run with the real provider', () => {
  let planned: readonly Planned[];

  beforeAll(async () => {
    workspace = new Workspace(mirror!);
    composeApp(settingsFrom(settings), { outdir: workspace.output }).synth();
    planned = await plan();
  });

  afterAll(async () => {
    await workspace.close();
    registry.close();
  });

  it('is planned without an account: everything is created', () => {
    const resources = planned.filter(({ change }) => !change.actions.includes('read'));

    expect(resources.length).toBeGreaterThan(15);
    for (const { change } of resources) expect(change.actions).toEqual(['create']);
  });

  it('runs every container by its digest, and opens the proxy alone', () => {
    const services = planned
      .filter(({ type }) => type === 'google_cloud_run_v2_service')
      .map(({ change }) => change.after);

    const images = services.flatMap(({ template }) =>
      template.flatMap(({ containers }) => containers.map(({ image }) => image)),
    );
    expect(images.length).toBeGreaterThan(services.length);
    for (const image of images)
      expect(image).toMatch(/^us-central1-docker\.pkg\.dev\/.*@sha256:0+$/);
    const open = services.filter(({ ingress }) => ingress !== 'INGRESS_TRAFFIC_INTERNAL_ONLY');
    expect(open.map(({ name }) => name)).toEqual(['prod-reverse-proxy']);
  });

  it('makes what the services keep, and guards the cache', () => {
    const count = (type: string) => made(planned, type).length;

    expect({
      buckets: count('google_storage_bucket'),
      grants: count('google_storage_bucket_iam_member'),
      caches: count('google_memorystore_instance'),
      rules: count('google_compute_firewall'),
    }).toEqual({ buckets: 2, grants: 3, caches: 1, rules: 3 });
  });

  it('runs all nine services and the proxy, each under an account of its own', () => {
    const names = made(planned, 'google_cloud_run_v2_service').map(({ name }) => name);

    expect(names.sort()).toEqual(
      [...Object.keys(system.workloads), 'reverse-proxy'].map((name) => `prod-${name}`).sort(),
    );
    expect(names).toHaveLength(10);
    expect(made(planned, 'google_service_account')).toHaveLength(names.length);
  });

  it('restores the users before their service starts', () => {
    const [users] = made(planned, 'google_cloud_run_v2_service').filter(
      ({ name }) => name === 'prod-users-api',
    );

    expect(users!.template[0]!.containers).toMatchObject([
      { depends_on: ['users-api-litestream'] },
      { image: expect.stringContaining('/litestream@sha256:') as string },
    ]);
    expect(users).toMatchObject({
      scaling: [{ scaling_mode: 'MANUAL', manual_instance_count: 1 }],
    });
  });

  it('has a cache that the network alone guards, and its way in', () => {
    expect(made(planned, 'google_memorystore_instance')).toMatchObject([
      {
        instance_id: 'prod-cache',
        engine_version: 'VALKEY_8_0',
        mode: 'CLUSTER_DISABLED',
        replica_count: 1,
        deletion_protection_enabled: true,
      },
    ]);
    expect(made(planned, 'google_network_connectivity_service_connection_policy')).toMatchObject([
      { service_class: 'gcp-memorystore' },
    ]);
  });

  it('puts every page into the bucket, with its media type', () => {
    const objects = made(planned, 'google_storage_bucket_object');
    const files = ['site-a', 'site-b'].flatMap((site) =>
      readdirSync(join('services/static-site/pages', site)).map((file) => `${site}/${file}`),
    );

    expect(objects.map(({ name }) => name).sort()).toEqual(files.sort());
    expect(new Set(objects.map((one) => one.content_type))).toEqual(
      new Set([
        'text/html; charset=utf-8',
        'text/css; charset=utf-8',
        'image/svg+xml; charset=utf-8',
      ]),
    );
  });
});

(present ? describe : describe.skip)('gcp-run at a domain with the real provider', () => {
  let planned: readonly Planned[];

  beforeAll(async () => {
    workspace = new Workspace(mirror!);
    composeApp(settingsFrom({ ...settings, ...domain }), { outdir: workspace.output }).synth();
    planned = await plan();
  });

  afterAll(async () => {
    await workspace.close();
    registry.close();
  });

  it('is planned without an account, balancer and all', () => {
    const types = planned
      .filter(({ change }) => change.actions.includes('create'))
      .map(({ type }) => type);

    expect(types).toEqual(
      expect.arrayContaining([
        'google_compute_backend_service',
        'google_compute_global_forwarding_rule',
        'google_compute_managed_ssl_certificate',
        'google_compute_region_network_endpoint_group',
        'google_compute_security_policy',
        'google_compute_url_map',
      ]),
    );
  });

  it('answers on two ports, one of which redirects, with a certificate for the name', () => {
    expect(made(planned, 'google_compute_managed_ssl_certificate')).toMatchObject([
      { type: 'MANAGED', managed: [{ domains: ['run.example.org'] }] },
    ]);
    expect(made(planned, 'google_compute_ssl_policy')).toMatchObject([
      { min_tls_version: 'TLS_1_2', profile: 'MODERN' },
    ]);
    const rules = made(planned, 'google_compute_global_forwarding_rule');
    expect(rules.map((one) => [one.port_range, one.load_balancing_scheme]).sort()).toEqual([
      ['443', 'EXTERNAL_MANAGED'],
      ['80', 'EXTERNAL_MANAGED'],
    ]);
    expect(made(planned, 'google_compute_url_map')).toContainEqual(
      expect.objectContaining({
        default_url_redirect: [
          expect.objectContaining({
            https_redirect: true,
            redirect_response_code: 'MOVED_PERMANENTLY_DEFAULT',
          }),
        ],
      }),
    );
  });

  it('leads the name to the balancer, in the zone that was named', () => {
    const names = made(planned, 'google_dns_record_set').filter(
      (one) => one.managed_zone === 'example-org',
    );

    expect(names).toMatchObject([{ name: 'run.example.org.', type: 'A' }]);
  });

  it('has a firewall that counts, and whose ready-made rules only note', () => {
    const [policy] = made(planned, 'google_compute_security_policy');
    const rules = policy!.rule as readonly { readonly action: string; readonly preview: boolean }[];
    const actions = rules.map(({ action, preview }) => `${action}${preview ? ' noted' : ''}`);

    expect([...new Set(actions)].sort()).toEqual(['allow', 'deny(403) noted', 'throttle']);
  });

  it('tells the proxy the address of the balancer', () => {
    const [proxy] = made(planned, 'google_cloud_run_v2_service').filter(
      ({ name }) => name === 'prod-reverse-proxy',
    );

    expect(JSON.stringify(proxy!.template[0]!.containers[0])).toContain('"BALANCER_ADDRESS"');
  });

  it('opens no service to the internet, and gives the backend no time of its own', () => {
    const after = (wanted: string) =>
      planned.filter(({ type }) => type === wanted).map(({ change }) => change.after);

    expect(after('google_cloud_run_v2_service').map(({ ingress }) => ingress)).not.toContain(
      'INGRESS_TRAFFIC_ALL',
    );
    // undefined: the provider sends none, and takes what Google answers
    expect(after('google_compute_backend_service').map((one) => one.timeout_sec)).toEqual([
      undefined,
    ]);
  });
});
