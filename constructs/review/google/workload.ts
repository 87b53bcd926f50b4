import type { Model, Resource } from '../model';
import type { Accounts } from './account';
import { defaultAccount } from './account';
import { projectOf } from './project';

/** Which side a service takes requests from. */
export type Ingress = 'all' | 'internal' | 'balancer' | 'none';

/** One container of an instance, as far as reachability asks. */
export interface Container {
  /** Name inside the instance, or ''. */
  readonly name: string;

  /** Port that it serves on, or undefined. */
  readonly port: number | undefined;

  /** Its variables, unresolved where only the deployment knows them. */
  readonly variables: ReadonlyMap<string, string>;

  /** Secrets that its variables come from, unresolved. */
  readonly secrets: readonly { readonly variable: string; readonly secret: unknown }[];

  /** Names of the containers that it waits for. */
  readonly waitsFor: readonly string[];

  /** Whether it has a startup probe. */
  readonly probed: boolean;

  /** Ports that it listens on for certain: those that it serves on and those of its probes. */
  readonly listens: readonly number[];
}

/** Something on Cloud Run with what decides on its traffic. */
export interface RunWorkload {
  /** Name, or the address where only the deployment knows it. */
  readonly name: string;

  /** The resource. */
  readonly resource: Resource;

  /** Only services can be called. */
  readonly kind: 'service' | 'job' | 'worker pool' | 'old service';

  /** Its project, or undefined where it is the provider's or cannot be told. */
  readonly project: string | undefined;

  /** Its region, or undefined where it cannot be told. */
  readonly location: string | undefined;

  /** The account that it runs as; undefined where it cannot be told. */
  readonly account: string | undefined;

  /** Which side it takes requests from; undefined where it cannot be told. */
  readonly ingress: Ingress | undefined;

  /** Whether callers must prove who they are; undefined where it cannot be told. */
  readonly checksInvoker: boolean | undefined;

  /** Whether its run.app address answers; undefined where it cannot be told. */
  readonly hasAddress: boolean | undefined;

  /** Whether Identity-Aware Proxy stands in front of it; undefined where it cannot be told. */
  readonly hasIap: boolean | undefined;

  /** Its containers; undefined where they cannot be told. */
  readonly containers: readonly Container[] | undefined;

  /** Port that requests come in on; undefined where it cannot be told, or there is none. */
  readonly port: number | undefined;

  /** How it reaches a VPC: nothing, one block, or undefined where that cannot be told. */
  readonly vpcAccess: readonly Readonly<Record<string, unknown>>[] | undefined;

  /** Secrets that its volumes come from, unresolved. */
  readonly volumeSecrets: readonly unknown[];
}

const kinds = {
  google_cloud_run_v2_service: 'service',
  google_cloud_run_v2_job: 'job',
  google_cloud_run_v2_worker_pool: 'worker pool',
  google_cloud_run_service: 'old service',
} as const;

const ingresses: Readonly<Record<string, Ingress>> = {
  INGRESS_TRAFFIC_ALL: 'all',
  INGRESS_TRAFFIC_INTERNAL_ONLY: 'internal',
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: 'balancer',
  INGRESS_TRAFFIC_NONE: 'none',
};

/** Everything of a stack that runs on Cloud Run. */
export function runWorkloads(model: Model, accounts: Accounts): RunWorkload[] {
  const all = Object.entries(kinds).flatMap(([type, kind]) =>
    model.all(type).map((resource) => readWorkload(model, accounts, resource, kind)),
  );
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return all.map((workload) => {
    const { name, resource } = workload;
    // one name may be there once in every region, and once of every kind
    return counts.get(name) === 1
      ? workload
      : { ...workload, name: `${name} (${resource.address})` };
  });
}

function readWorkload(
  model: Model,
  accounts: Accounts,
  resource: Resource,
  kind: RunWorkload['kind'],
): RunWorkload {
  const { block, address } = resource;
  const [outer] = model.blocks(block.template) ?? [];
  const [inner] = kind === 'job' ? (model.blocks(outer?.template) ?? []) : [outer];
  const written = model.blocks(inner?.containers);
  const containers = inner && written?.map((container) => readContainer(model, container));
  const checkOff = model.flag(block.invoker_iam_disabled, false);
  const addressOff = model.flag(block.default_uri_disabled, false);
  return {
    name: model.text(block.name) ?? address,
    resource,
    kind,
    project: projectOf(model, resource),
    location: model.text(block.location),
    account: kind === 'old service' ? undefined : accountOf(accounts, inner?.service_account),
    ingress: kind === 'old service' ? undefined : ingressOf(model, block.ingress),
    checksInvoker: checkOff === undefined ? undefined : !checkOff,
    hasAddress: addressOff === undefined ? undefined : !addressOff,
    hasIap: model.flag(block.iap_enabled, false),
    containers: kind === 'old service' ? undefined : containers,
    port: kind === 'service' ? containers && portOf(containers) : undefined,
    vpcAccess: kind === 'old service' ? undefined : inner && model.blocks(inner.vpc_access),
    volumeSecrets: (model.blocks(inner?.volumes) ?? []).flatMap((volume) =>
      (model.blocks(volume.secret) ?? []).map(({ secret }) => secret),
    ),
  };
}

/** The port of the container that serves; without any written it is 8080. */
function portOf(containers: readonly Container[]): number {
  return containers.find(({ port }) => port !== undefined)?.port ?? 8080;
}

function accountOf(accounts: Accounts, raw: unknown): string | undefined {
  return raw === undefined || raw === null || raw === '' ? defaultAccount : accounts.of(raw);
}

/** Without a word every side may call. */
function ingressOf(model: Model, raw: unknown): Ingress | undefined {
  if (raw === undefined || raw === null || raw === '') return 'all';
  const text = model.text(raw);
  return text !== undefined && Object.hasOwn(ingresses, text) ? ingresses[text] : undefined;
}

function readContainer(model: Model, block: Readonly<Record<string, unknown>>): Container {
  const env = model.blocks(block.env) ?? [];
  const [ports] = model.blocks(block.ports) ?? [];
  const port = ports && (model.number(ports.container_port) ?? 8080);
  return {
    name: model.text(block.name) ?? '',
    port,
    listens: [...(port === undefined ? [] : [port]), ...probePorts(model, block)],
    variables: new Map(
      env.flatMap(({ name, value }) => {
        const variable = model.text(name);
        if (variable === undefined || typeof value !== 'string') return [];
        return [[variable, model.text(value) ?? value] as const];
      }),
    ),
    secrets: env.flatMap(({ name, value_source: source }) =>
      (model.blocks(source) ?? [])
        .flatMap(({ secret_key_ref: reference }) => model.blocks(reference) ?? [])
        .map(({ secret }) => ({ variable: model.text(name) ?? '?', secret })),
    ),
    waitsFor: (model.list(block.depends_on) ?? []).flatMap((name) => model.text(name) ?? []),
    probed: (model.blocks(block.startup_probe) ?? [{}]).length > 0,
  };
}

function probePorts(model: Model, block: Readonly<Record<string, unknown>>): number[] {
  const { startup_probe: startup, liveness_probe: liveness } = block;
  return [startup, liveness]
    .flatMap((raw) => model.blocks(raw) ?? [])
    .flatMap((probe) => [probe.http_get, probe.tcp_socket, probe.grpc])
    .flatMap((raw) => model.blocks(raw) ?? [])
    .flatMap(({ port }) => model.number(port) ?? []);
}
