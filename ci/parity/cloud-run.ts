import { nginxText } from '../../constructs/review/environment';
import type { Block, Document } from '../review/mutants/mutant';
import { type Container, type Service, servicesOf, sidecarCallees } from './cloud-run-service';
import { cachesOf, directoryOf, nameOf, readBucketsOf, withoutClouds } from './cloud-run-backing';
import { finalUser } from './dockerfile';
import { amount, numberText, type ServiceFacts, type SystemFacts, variableText } from './facts';
import { routesOf } from './routes';

/** What the stack of Cloud Run and the Dockerfiles of its images say; names in the cloud start with a prefix. */
export function cloudRunFacts(
  document: Document,
  files: Readonly<Record<string, string>>,
  prefix: string,
): SystemFacts {
  const services = servicesOf(document, prefix);
  const configured = services.find(({ main }) => valueOf(main, 'NGINX_CONF') !== undefined);
  return {
    services: Object.fromEntries(
      services.map((service) => [
        service.name,
        {
          ...serviceFacts(service, document, files),
          variables: variablesOf(service, services).map((text) =>
            withoutClouds(text, document, prefix),
          ),
          calls: [
            ...callsOf(service, services, document),
            ...cachesOf(service, document).map((at) => `${nameOf(at, document, prefix)}:6379`),
          ],
        },
      ]),
    ),
    routes: routesOf(
      nginxText(valueOf(configured?.main, 'NGINX_CONF') ?? ''),
      (host, port) => configured && behind(configured, services, host, port),
    ),
  };
}

function serviceFacts(
  service: Service,
  document: Document,
  files: Readonly<Record<string, string>>,
): Omit<ServiceFacts, 'calls' | 'variables'> {
  const { block, template, main, containers } = service;
  const probes = [main?.liveness_probe, main?.startup_probe].map((probe) => probe?.http_get?.path);
  const volumes = template.volumes ?? [];
  const mounts = (main?.volume_mounts ?? []).filter(({ name }) =>
    volumes.some((volume) => volume.name === name),
  );
  return {
    port: numberText(main?.ports?.container_port),
    'health path': [...new Set(probes)].join(' and ') || undefined,
    'health command': undefined,
    'failures to unhealthy': numberText(main?.liveness_probe?.failure_threshold),
    secrets: (main?.env ?? []).filter(({ value_source }) => value_source).map(({ name }) => name),
    'open to outside': isOpen(block, document) ? 'yes' : 'no',
    containers: containers.map(({ name }) => name),
    user: finalUser(files[dockerfileOf(main?.image ?? '', document)]),
    root: undefined,
    'writable paths': mounts.map(({ mount_path }) => mount_path),
    'read-only paths': readBucketsOf(service, document).map((at) => directoryOf(at, document)),
    memory: amount(/^(\d+)Mi$/.exec(main?.resources?.limits?.memory ?? '')?.[1], 'MiB'),
    'stop time': undefined,
  };
}

/** Addresses of the sidecar are replaced by what is behind them, so that they can be compared. */
function variablesOf(service: Service, services: readonly Service[]): string[] {
  return (service.main?.env ?? []).flatMap(({ name, value }) => {
    if (value === undefined) return [];
    const part = partBehind(service, services, name);
    if (part !== undefined) return [variableText(name, part)];
    const reached = value.replace(
      /(?<=\/\/)(localhost|127\.0\.0\.1):(\d+)/g,
      (address, host: string, port: string) => behind(service, services, host, port) ?? address,
    );
    return [variableText(name, reached)];
  });
}

/** Host or port behind the sidecar where two variables hold them apart: `X_HOST` and `X_PORT`. */
function partBehind(
  service: Service,
  services: readonly Service[],
  name: string,
): string | undefined {
  const [, pair, part] = /^(.+_)(HOST|PORT)$/.exec(name) ?? [];
  const [host, port] = ['HOST', 'PORT'].map((end) => valueOf(service.main, `${pair ?? ''}${end}`));
  if (host === undefined || port === undefined) return undefined;
  return behind(service, services, host, port)?.split(':')[part === 'HOST' ? 0 : 1];
}

/** The service that a port of the sidecar leads to, under the name and the port that it has elsewhere. */
function behind(
  caller: Service,
  services: readonly Service[],
  host: string,
  port: string,
): string | undefined {
  if (!['localhost', '127.0.0.1'].includes(host)) return undefined;
  const address = sidecarCallees(caller).find(({ localPort }) => localPort === port)?.address;
  const callee = services.find((service) => service.address === address);
  return callee && `${callee.name}:${callee.main?.ports?.container_port ?? 'unset'}`;
}

/** A call needs both: a grant, and a sidecar that knows the way. */
function callsOf(caller: Service, services: readonly Service[], document: Document): string[] {
  const known = sidecarCallees(caller).map(({ address }) => address);
  return services.flatMap(({ name, address, main }) => {
    const granted = isGranted(caller, address, document);
    const reached = known.includes(address);
    if (!granted && !reached) return [];
    const lack = granted ? (reached ? '' : ' without a way') : ' without a grant';
    return [`${name}:${main?.ports?.container_port ?? 'unset'}${lack}`];
  });
}

function isGranted({ account }: Service, callee: string, document: Document): boolean {
  return grantsOf(document).some(
    ({ role, name, member }) =>
      role === 'roles/run.invoker' &&
      String(name).includes(`${callee}.`) &&
      account !== '' &&
      String(member).includes(`${account}.`),
  );
}

function isOpen(block: Block, document: Document): boolean {
  const everyone = grantsOf(document).some(({ member }) => String(member).startsWith('all'));
  return (
    block.ingress === 'INGRESS_TRAFFIC_ALL' && (block.invoker_iam_disabled === true || everyone)
  );
}

function grantsOf(document: Document): Block[] {
  return Object.values(document.resource.google_cloud_run_v2_service_iam_member ?? {});
}

/** The image is named by its folder below services. */
function dockerfileOf(image: string, document: Document): string {
  const [, id = ''] = /google_artifact_registry_docker_image\.([^.}]+)/.exec(image) ?? [];
  const block = document.data?.google_artifact_registry_docker_image?.[id];
  return `services/${String(block?.image_name).replace(/:.*$/, '')}/Dockerfile`;
}

function valueOf(container: Container | undefined, name: string): string | undefined {
  return container?.env?.find((variable) => variable.name === name)?.value;
}
