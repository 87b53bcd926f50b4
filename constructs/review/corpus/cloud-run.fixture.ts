import { type Block, each, one, type Resources, type RuleCases, unknown } from './case.fixture';

const service = 'google_cloud_run_v2_service';

const services = (...blocks: readonly Block[]): Resources[] => each(service, ...blocks);
const templates = (...blocks: readonly Block[]): Resources[] =>
  services(...blocks.map((template) => ({ template })));
const containers = (...blocks: readonly Block[]): Resources[] =>
  templates(...blocks.map((container) => ({ containers: [{ name: 'web', ...container }] })));

const fronted = (ingress?: string): Resources => ({
  [service]: { s: ingress === undefined ? {} : { ingress } },
  google_compute_region_network_endpoint_group: {
    n: { cloud_run: { service: `\${${service}.s.name}` } },
  },
});

const writing = { volumes: [{ name: 'v', gcs: { bucket: 'b' } }] };
const grant = (member: string): Resources =>
  one(`${service}_iam_member`, { role: 'roles/run.invoker', member });

/** What rules about Cloud Run must say. */
export const runCases: Record<string, RuleCases> = {
  'cloud-run-deletion-protection': {
    bad: services({ deletion_protection: false }),
    good: services({}, { deletion_protection: true }),
    unread: services({ deletion_protection: unknown }),
  },
  'cloud-run-image-pinned': {
    bad: containers({}, { image: 'gcr.io/p/web:latest' }),
    good: containers(
      { image: `gcr.io/p/web@sha256:${'0'.repeat(64)}` },
      { image: '${data.google_artifact_registry_docker_image.i.self_link}' },
    ),
    unread: containers({ image: unknown }),
  },
  'cloud-run-ingress': {
    bad: [fronted(), fronted('INGRESS_TRAFFIC_ALL')],
    good: [
      fronted('INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER'),
      ...services({ ingress: 'INGRESS_TRAFFIC_ALL' }),
    ],
    unread: [fronted(unknown)],
  },
  'cloud-run-invoker': {
    bad: [...services({ invoker_iam_disabled: true }), grant('allUsers')],
    good: [
      ...services({}),
      grant('serviceAccount:a@p.iam.gserviceaccount.com'),
      {
        google_service_account: { a: {} },
        ...grant('${google_service_account.a.member}'),
      },
    ],
    unread: [...services({ invoker_iam_disabled: unknown }), grant(unknown)],
  },
  'cloud-run-limits': {
    bad: containers({}, { resources: { limits: { cpu: '1' } } }),
    good: containers({ resources: { limits: { cpu: '1', memory: '512Mi' } } }),
    unread: containers({ resources: { limits: { cpu: '1', memory: unknown } } }),
  },
  'cloud-run-max-instances': {
    bad: templates({}, { scaling: { max_instance_count: 0 } }),
    good: [
      ...templates({ scaling: { max_instance_count: 10 } }),
      ...services({ scaling: { scaling_mode: 'MANUAL', manual_instance_count: 1 } }),
    ],
    unread: templates({ scaling: { max_instance_count: unknown } }),
  },
  'cloud-run-probes': {
    bad: containers({ ports: {} }, { ports: {}, startup_probe: {} }),
    good: containers({}, { ports: {}, startup_probe: {}, liveness_probe: {} }),
    unread: containers({ ports: {}, startup_probe: {}, liveness_probe: unknown }),
  },
  'cloud-run-secret-in-environment': {
    bad: containers({ env: [{ name: 'SESSION_SECRET', value: 'x' }] }),
    good: containers(
      {},
      { env: [{ name: 'SESSION_SECRET', value_source: { secret_key_ref: { secret: 's' } } }] },
    ),
    unread: containers({ env: unknown }),
  },
  'cloud-run-service-account': {
    bad: templates({}, { service_account: '1-compute@developer.gserviceaccount.com' }),
    good: [
      ...templates({ service_account: 'web@p.iam.gserviceaccount.com' }),
      {
        google_service_account: { a: { account_id: 'web' } },
        [service]: { s: { template: { service_account: '${google_service_account.a.email}' } } },
      },
    ],
    unread: templates({ service_account: unknown }),
  },
  'cloud-run-single-writer': {
    bad: templates(writing, { ...writing, scaling: { max_instance_count: 2 } }),
    good: [
      ...templates(
        {},
        { ...writing, scaling: { max_instance_count: 1 } },
        { volumes: [{ name: 'v', gcs: { bucket: 'b', read_only: true } }] },
        { volumes: [{ name: 'v', empty_dir: {} }] },
      ),
      ...services({
        template: writing,
        scaling: { scaling_mode: 'MANUAL', manual_instance_count: 1 },
      }),
    ],
    unread: templates({ ...writing, scaling: { max_instance_count: unknown } }),
  },
};
