import { onGoogle } from './declared';
import {
  add,
  block,
  type Block,
  type Document,
  type Mutant,
  nested,
  reference,
  remove,
} from './mutant';

const service = 'google_cloud_run_v2_service';
const grant = 'google_cloud_run_v2_service_iam_member';
const template = (document: Document, name: string): Block =>
  nested(block(document, service, `${name}_`), 'template');
const egress = (document: Document, name: string): Block =>
  nested(template(document, name), 'vpc_access');

/** Lets somebody invoke a service. */
function allow(document: Document, name: string, member: string, more: Block = {}): void {
  add(document, grant, 'Mutant', {
    name: reference(document, service, `${name}_`, 'name'),
    role: 'roles/run.invoker',
    member,
    ...more,
  });
}

function openIngress(document: Document, name: string): void {
  block(document, service, `${name}_`).ingress = 'INGRESS_TRAFFIC_ALL';
}

/** The member of grants that is one service's account. */
const account = (document: Document, name: string): string =>
  reference(document, 'google_service_account', name, 'member');

/** A cache is in the network itself: no name leads to it. */
const named = onGoogle.calls.filter(({ to }) => to !== 'cache');
const noCalls = named.flatMap(({ from, to, port }) => [
  `+ ! ${from} -> ${to}:${port}`,
  `- ${from} -> ${to} ${port}`,
]);
/** adminapp may call goapp anyway. */
const othersToGoapp = onGoogle
  .othersThan('goapp', 'adminapp')
  .map((name) => `+ ${name} -> goapp 8080`);

const openings: readonly Mutant[] = [
  {
    name: 'goapp is open to the internet and asks for no identity',
    change: (d) => {
      openIngress(d, 'Goapp');
      block(d, service, 'Goapp_').invoker_iam_disabled = true;
    },
    changes: ['+ internet -> goapp 8080'],
  },
  {
    name: 'goapp is open to the internet and everyone may invoke it',
    change: (d) => {
      openIngress(d, 'Goapp');
      allow(d, 'Goapp', 'allUsers');
    },
    changes: ['+ internet -> goapp 8080'],
  },
  {
    name: 'goapp is open to the internet and everyone with an account may invoke it',
    change: (d) => {
      openIngress(d, 'Goapp');
      allow(d, 'Goapp', 'allAuthenticatedUsers');
    },
    changes: ['+ internet -> goapp 8080'],
  },
  {
    name: 'everyone may invoke goapp, which takes internal requests only',
    change: (d) => allow(d, 'Goapp', 'allUsers'),
    changes: othersToGoapp,
  },
  {
    name: 'goapp is open to the internet and still asks for identity',
    change: (d) => openIngress(d, 'Goapp'),
    changes: [],
  },
  {
    name: 'goapp asks for no identity and stays internal',
    change: (d) => (block(d, service, 'Goapp_').invoker_iam_disabled = true),
    changes: othersToGoapp,
  },
  {
    name: 'uptime may invoke goapp',
    change: (d) => allow(d, 'Goapp', account(d, 'Uptime_')),
    changes: ['+ uptime -> goapp 8080'],
  },
  {
    name: 'uptime may invoke every service of the project',
    change: (d) =>
      add(d, 'google_project_iam_member', 'Mutant', {
        project: 'set-slipway-gcp-project',
        role: 'roles/run.invoker',
        member: account(d, 'Uptime_'),
      }),
    changes: onGoogle
      .othersThan('uptime')
      .map((name) => `+ uptime -> ${name} ${onGoogle.portOf(name)}`),
  },
  {
    name: 'uptime may invoke goapp under a condition',
    change: (d) =>
      allow(d, 'Goapp', account(d, 'Uptime_'), {
        condition: { title: 'x', expression: 'request.time < x' },
      }),
    changes: ['+ uptime -> goapp 8080 ?'],
  },
  {
    name: 'who may invoke goapp waits for a variable',
    change: (d) => allow(d, 'Goapp', '${var.member}'),
    changes: othersToGoapp.map((line) => `${line} ?`),
  },
  {
    name: 'uptime runs as adminapp',
    change: (d) => {
      template(d, 'Uptime').service_account = reference(
        d,
        'google_service_account',
        'Adminapp_',
        'email',
      );
    },
    changes: ['+ uptime -> goapp 8080'],
  },
];

const closings: readonly Mutant[] = [
  {
    name: 'the grant of adminapp is dropped',
    change: (d) => remove(d, grant, 'Adminapp_Identity_InvokesGoapp'),
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
  {
    name: 'the grant of adminapp is another role',
    change: (d) => (block(d, grant, 'Adminapp_Identity_InvokesGoapp').role = 'roles/run.viewer'),
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
  {
    name: 'adminapp runs as an account without grants',
    change: (d) => {
      template(d, 'Adminapp').service_account = reference(
        d,
        'google_service_account',
        'Uptime_',
        'email',
      );
    },
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
  {
    name: 'adminapp has no network',
    change: (d) => delete template(d, 'Adminapp').vpc_access,
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
  {
    name: 'the zone of run.app is dropped',
    change: (d) => {
      remove(d, 'google_dns_record_set', 'Network_PrivateAccess_Apex');
      remove(d, 'google_dns_record_set', 'Network_PrivateAccess_Wildcard');
      remove(d, 'google_dns_managed_zone', 'Network_PrivateAccess_Zone');
    },
    changes: noCalls,
  },
  {
    name: 'the wildcard of run.app is dropped',
    change: (d) => remove(d, 'google_dns_record_set', 'Network_PrivateAccess_Wildcard'),
    changes: noCalls,
  },
  {
    name: 'the zone of run.app is public',
    change: (d) =>
      (block(d, 'google_dns_managed_zone', 'Network_PrivateAccess').visibility = 'public'),
    changes: noCalls,
  },
  {
    name: 'the zone of run.app belongs to another network',
    change: (d) => {
      add(d, 'google_compute_network', 'Other', { name: 'other' });
      block(d, 'google_dns_managed_zone', 'Network_PrivateAccess').private_visibility_config = {
        networks: [{ network_url: '${google_compute_network.Other.id}' }],
      };
    },
    changes: noCalls,
  },
  {
    name: 'the names of run.app lead somewhere else',
    change: (d) =>
      (block(d, 'google_dns_record_set', 'Network_PrivateAccess_Wildcard').rrdatas = ['10.0.0.5']),
    changes: named
      .map(({ from, to, port }) => `${from} -> ${to} ${port}`)
      .flatMap((call) => [`+ ${call} ?`, `- ${call}`]),
  },
  {
    name: 'the subnet has no private access to Google',
    change: (d) =>
      (block(d, 'google_compute_subnetwork', 'Network').private_ip_google_access = false),
    changes: noCalls,
  },
  {
    name: 'the route to the services of Google is dropped',
    change: (d) => remove(d, 'google_compute_route', 'Network_PrivateAccess'),
    changes: noCalls,
  },
  {
    name: 'the proxy takes internal requests only',
    change: (d) => (block(d, service, 'ReverseProxy').ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY'),
    changes: [
      ...onGoogle.othersThan('reverse-proxy').map((name) => `+ ${name} -> reverse-proxy 8080`),
      '- internet -> reverse-proxy 8080',
    ],
  },
  {
    name: 'the proxy asks for identity',
    change: (d) => (block(d, service, 'ReverseProxy').invoker_iam_disabled = false),
    changes: ['- internet -> reverse-proxy 8080'],
  },
  {
    name: 'the proxy may not read its login',
    change: (d) => remove(d, 'google_secret_manager_secret_iam_member', 'ReverseProxy'),
    changes: ['+ ! reverse-proxy -> admin-login'],
  },
];

const rest: readonly Mutant[] = [
  {
    name: 'goapp sends everything through a network without a way out',
    change: (d) => (egress(d, 'Goapp').egress = 'ALL_TRAFFIC'),
    changes: ['- goapp -> internet all'],
  },
  {
    name: 'the ingress of goapp waits for a variable',
    change: (d) => (block(d, service, 'Goapp_').ingress = '${var.ingress}'),
    changes: ['+ adminapp -> goapp 8080 ?', '- adminapp -> goapp 8080'],
  },
  {
    name: 'an external balancer leads to goapp, which takes its requests and asks for no identity',
    change: (d) => {
      Object.assign(block(d, service, 'Goapp_'), {
        ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
        invoker_iam_disabled: true,
      });
      add(d, 'google_compute_region_network_endpoint_group', 'M', {
        network_endpoint_type: 'SERVERLESS',
        cloud_run: { service: reference(d, service, 'Goapp_', 'name') },
      });
      add(d, 'google_compute_backend_service', 'M', {
        load_balancing_scheme: 'EXTERNAL_MANAGED',
        backend: [{ group: '${google_compute_region_network_endpoint_group.M.id}' }],
      });
      add(d, 'google_compute_url_map', 'M', {
        default_service: '${google_compute_backend_service.M.id}',
      });
      add(d, 'google_compute_target_https_proxy', 'M', {
        url_map: '${google_compute_url_map.M.id}',
      });
      add(d, 'google_compute_global_forwarding_rule', 'M', {
        name: 'front',
        load_balancing_scheme: 'EXTERNAL_MANAGED',
        port_range: '443',
        target: '${google_compute_target_https_proxy.M.id}',
      });
    },
    changes: ['+ internet -> goapp 8080 through front:443'],
  },
];

/** Mistakes in gcp-run. */
export const googleMutants: readonly Mutant[] = [...openings, ...closings, ...rest];
