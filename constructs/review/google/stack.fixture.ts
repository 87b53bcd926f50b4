import { gzipSync } from 'node:zlib';
import { type Graph, joinGraphs } from '../graph';
import { Model } from '../model';
import { googleGraph } from './graph';

/** Arguments of a block. */
export type Block = Readonly<Record<string, unknown>>;

/** Resources by kind and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The graph of a document, in the order of reports. */
export function graphOf(resource: Resources, data: Resources = {}, more: Block = {}): Graph {
  return joinGraphs([googleGraph(new Model({ resource, data, ...more }))]);
}

/** Puts resources of the same kinds together; a later one replaces an earlier one of its name. */
export function together(...parts: readonly Resources[]): Resources {
  const result: Record<string, Record<string, unknown>> = {};
  for (const part of parts) {
    for (const [type, named] of Object.entries(part)) {
      result[type] = { ...result[type], ...named };
    }
  }
  return result;
}

/** What a service of a test differs in. */
export interface ServiceOptions {
  readonly ingress?: unknown;
  readonly port?: number;
  readonly env?: readonly Block[];
  readonly vpcAccess?: unknown;
  readonly account?: unknown;
  readonly template?: Block;
  readonly more?: Block;
}

/** A service with an account of its own that only its network reaches. */
export function service(name: string, options: ServiceOptions = {}): Resources {
  const { port = 8080, env = [], vpcAccess, template, more } = options;
  return {
    google_service_account: { [name]: { account_id: name, project: 'shop' } },
    google_cloud_run_v2_service: {
      [name]: {
        name,
        location: 'europe-west1',
        project: 'shop',
        ingress: options.ingress ?? 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        template: {
          service_account: options.account ?? `\${google_service_account.${name}.email}`,
          containers: [{ name, ports: { container_port: port }, env }],
          ...(vpcAccess === undefined ? {} : { vpc_access: vpcAccess }),
          ...template,
        },
        ...more,
      },
    },
  };
}

/** A service that everyone reaches at its own address. */
export function openService(name: string, options: ServiceOptions = {}): Resources {
  const more = { invoker_iam_disabled: true, ...options.more };
  return service(name, { ingress: 'INGRESS_TRAFFIC_ALL', ...options, more });
}

/** A grant to the account of one service to invoke another. */
export function grant(from: string, to: string, more: Block = {}): Resources {
  return {
    google_cloud_run_v2_service_iam_member: {
      [`${from}-${to}`]: {
        name: `\${google_cloud_run_v2_service.${to}.name}`,
        location: 'europe-west1',
        role: 'roles/run.invoker',
        member: `serviceAccount:\${google_service_account.${from}.email}`,
        ...more,
      },
    },
  };
}

/** Egress into the network of `network()`. */
export function through(egress = 'PRIVATE_RANGES_ONLY'): Block {
  return {
    egress,
    network_interfaces: [
      {
        network: '${google_compute_network.net.id}',
        subnetwork: '${google_compute_subnetwork.sub.id}',
      },
    ],
  };
}

/** A network whose subnet reaches Google's services. */
export function network(vpc: Block = {}, subnet: Block = {}): Resources {
  return {
    google_compute_network: { net: { name: 'net', auto_create_subnetworks: false, ...vpc } },
    google_compute_subnetwork: {
      sub: {
        name: 'sub',
        region: 'europe-west1',
        network: '${google_compute_network.net.id}',
        private_ip_google_access: true,
        ...subnet,
      },
    },
  };
}

/** A private zone that leads run.app into the network. */
export function zone(more: Block = {}, record: Block = {}): Resources {
  return {
    google_dns_managed_zone: {
      run: {
        name: 'run-app',
        dns_name: 'run.app.',
        visibility: 'private',
        private_visibility_config: {
          networks: [{ network_url: '${google_compute_network.net.id}' }],
        },
        ...more,
      },
    },
    google_dns_record_set: {
      wildcard: {
        managed_zone: '${google_dns_managed_zone.run.name}',
        name: '*.run.app.',
        type: 'A',
        rrdatas: ['199.36.153.8', '199.36.153.9'],
        ...record,
      },
    },
  };
}

/** `web`, which calls `api` through the network, with everything that it needs for that. */
export function pair(web: ServiceOptions = {}, api: ServiceOptions = {}): Resources {
  return together(
    service('web', { vpcAccess: through(), env: [calls('api')], ...web }),
    service('api', api),
    network(),
    zone(),
    grant('web', 'api'),
  );
}

/** A variable that holds the address of a service. */
export function calls(name: string): Block {
  return { name: 'API', value: `\${google_cloud_run_v2_service.${name}.uri}` };
}

/** A configuration as the image of the proxy expects it. */
export function encoded(configuration: string): string {
  return gzipSync(configuration).toString('base64');
}

/** The ways of a graph as text: `a -> b 80`, with `?` behind what is not certain. */
export function ways(graph: Graph): string[] {
  return graph.edges.map(
    ({ from, to, ports, verdict }) =>
      `${from} -> ${to} ${ports.from}${verdict === 'unknown' ? ' ?' : ''}`,
  );
}

/** Why the announced calls of a graph cannot work. */
export function reasons({ broken }: Graph): string[] {
  return broken.map(({ from, to, reason }) => `${from} -> ${to}: ${reason}`);
}
