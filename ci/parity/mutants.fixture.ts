import { gzipSync } from 'node:zlib';
import { nginxText } from '../../constructs/review/environment';
import { localConfigPath } from '../local/proxy-config';
import { type Block, block, nested, remove } from '../review/mutants/mutant';
import type { Documents } from './documents';
import type { Platform } from './facts';

/** One mistake in one document, and what the comparison must say of it: service, fact and what was found. */
export interface ParityMutant {
  readonly platform: Platform;
  readonly name: string;
  readonly change: (documents: Documents) => unknown;
  readonly found: readonly string[];
}

const compose = ({ compose: { services } }: Documents, name: string): Block => services[name]!;
const container = ({ local }: Documents, name: string): Block =>
  block(local, 'docker_container', `${name}_`);
const task = (documents: Documents, name: string): Block =>
  block(documents['ecs-prod'], 'aws_ecs_task_definition', `${name}_`);
const service = (documents: Documents, name: string): Block =>
  block(documents['gcp-run'], 'google_cloud_run_v2_service', `${name}_`);
const revision = (documents: Documents, name: string): Block =>
  nested(service(documents, name), 'template');
const main = (documents: Documents, name: string): Block =>
  nested(revision(documents, name), 'containers');

type Variable = { name: string; value: string } & Record<string, unknown>;

/** Changes the container definition of a task. */
function inTask(documents: Documents, name: string, change: (definition: Block) => unknown): void {
  const own = task(documents, name);
  const definitions = JSON.parse(own.container_definitions as string) as Block[];
  definitions.forEach(change);
  own.container_definitions = JSON.stringify(definitions);
}

/** Replaces a text of a configuration, which must be there, everywhere. */
function edited(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the configuration has no '${from}'`);
  return text.replaceAll(from, to);
}

/** The same inside the variable that carries it. */
function payload(value: string, from: string, to: string): string {
  return gzipSync(edited(nginxText(value), from, to)).toString('base64');
}

function inConfig(list: Variable[], from: string, to: string): void {
  const variable = list.find(({ name }) => name === 'NGINX_CONF')!;
  variable.value = payload(variable.value, from, to);
}

const inComposeConfig = ({ files }: Documents, from: string, to: string): unknown =>
  (files[localConfigPath] = edited(files[localConfigPath]!, from, to));
const inCloudRunConfig = (documents: Documents, from: string, to: string): void =>
  inConfig(main(documents, 'ReverseProxy_Service').env as Variable[], from, to);
const inEcsConfig = (documents: Documents, from: string, to: string): void =>
  inTask(documents, 'ReverseProxy_Service_Task', ({ environment }) =>
    inConfig(environment as Variable[], from, to),
  );

function inLocalConfig(documents: Documents, from: string, to: string): void {
  const proxy = container(documents, 'ReverseProxy_Service');
  proxy.env = (proxy.env as string[]).map((one) =>
    one.startsWith('NGINX_CONF=') ? `NGINX_CONF=${payload(one.slice(11), from, to)}` : one,
  );
}

const composeMutants: readonly Omit<ParityMutant, 'platform'>[] = [
  {
    name: 'goapp listens on another port',
    change: (d) => ((compose(d, 'goapp').environment as Block).PORT = '8081'),
    found: [
      'adminapp, calls: +goapp:8081',
      'adminapp, calls: -goapp:8080',
      'goapp, port: 8081',
      'goapp, variables: +PORT=8081',
    ],
  },
  {
    name: 'adminapp is not told where goapp is',
    change: (d) =>
      Reflect.deleteProperty(compose(d, 'adminapp').environment as Block, 'BACKEND_URL'),
    found: ['adminapp, variables: -BACKEND_URL=http://goapp:8080'],
  },
  {
    name: 'uptime gets a variable that nobody declared',
    change: (d) => ((compose(d, 'uptime').environment as Block).DEBUG = '1'),
    found: ['uptime, variables: +DEBUG=1'],
  },
  {
    name: 'uptime joins the network of another connection',
    change: (d) => (compose(d, 'uptime').networks as string[]).push('adminapp-to-goapp'),
    found: [
      'adminapp, calls: +uptime:8080, which may not have started',
      'goapp, calls: +uptime:8080, which may not have started',
      'uptime, calls: +adminapp:3000, which may not have started',
      'uptime, calls: +goapp:8080, which may not have started',
    ],
  },
  {
    name: 'users-api forgets its users at a restart',
    change: (d) => Reflect.deleteProperty(compose(d, 'users-api'), 'volumes'),
    found: ['users-api, writable paths: -/data'],
  },
  {
    name: 'site-a may write the pages',
    change: (d) => (compose(d, 'site-a').volumes = ['./services/static-site/pages:/mnt/pages']),
    found: ['site-a, read-only paths: -/mnt/pages', 'site-a, writable paths: +/mnt/pages'],
  },
  {
    name: 'goapp runs as root',
    change: (d) => (compose(d, 'goapp').user = '0'),
    found: ['goapp, user: 0'],
  },
  {
    name: 'goapp publishes a port',
    change: (d) => (compose(d, 'goapp').ports = ['127.0.0.1:9000:8080']),
    found: ['goapp, open to outside: yes'],
  },
  {
    name: 'the root of uptime can be written',
    change: (d) => (compose(d, 'uptime').read_only = false),
    found: ['uptime, root: writable'],
  },
  {
    name: 'goapp gets another memory than the stack local gives it',
    change: (d) => (compose(d, 'goapp').mem_limit = '256m'),
    found: ['goapp, memory: 256 MiB'],
  },
  {
    name: 'the mounted configuration has no login on /admin',
    change: (d) =>
      inComposeConfig(
        d,
        'auth_basic_user_file /var/lib/reverse-proxy/logins/admin-login.htpasswd;',
        '',
      ),
    found: ['reverse-proxy, /admin access: open'],
  },
  {
    name: 'uptime is not there',
    change: (d) => Reflect.deleteProperty(d.compose.services, 'uptime'),
    found: [
      'reverse-proxy, /uptime upstream: uptime:8080, where nothing is',
      'reverse-proxy, calls: -uptime:8080',
      ...['port', 'health command', 'failures to unhealthy', 'variables', 'secrets', 'calls'],
      ...[
        'open to outside',
        'containers',
        'user',
        'root',
        'writable paths',
        'read-only paths',
        'memory',
        'stop time',
      ],
    ].map((line) => (line.startsWith('reverse-proxy') ? line : `uptime, ${line}: not found`)),
  },
];

const localMutants: readonly Omit<ParityMutant, 'platform'>[] = [
  {
    name: 'the volume of the proxy is mounted to be read alone',
    change: (d) => (nested(container(d, 'ReverseProxy_Service'), 'volumes').read_only = true),
    found: ['reverse-proxy, writable paths: -/var/lib/reverse-proxy'],
  },
  {
    name: 'goapp has no name on its network',
    change: (d) =>
      Reflect.deleteProperty(nested(container(d, 'Goapp'), 'networks_advanced'), 'aliases'),
    found: ['adminapp, calls: -goapp:8080'],
  },
  {
    name: 'uptime gets less time to stop',
    change: (d) => (container(d, 'Uptime').stop_timeout = 5),
    found: ['uptime, stop time: 5 s'],
  },
  {
    name: 'adminapp is probed by another command',
    change: (d) => (nested(container(d, 'Adminapp'), 'healthcheck').test = ['CMD', '/bin/true']),
    found: ['adminapp, health command: /bin/true'],
  },
  {
    name: 'the route /uptime is lost',
    change: (d) => inLocalConfig(d, 'location ~ ^/uptime(/|$)', 'location @lost'),
    found: ['upstream', 'access', 'prefix', 'timeout', 'body', 'retries', 'upgrades'].map(
      (fact) => `reverse-proxy, /uptime ${fact}: not found`,
    ),
  },
];

const ecsMutants: readonly Omit<ParityMutant, 'platform'>[] = [
  {
    name: 'goapp listens on another port',
    change: (d) =>
      inTask(d, 'Goapp_Task', (one) => (nested(one, 'portMappings').containerPort = 8081)),
    found: ['goapp, port: 8081'],
  },
  {
    name: 'adminapp runs as another user',
    change: (d) => inTask(d, 'Adminapp_Task', (one) => (one.user = '1000')),
    found: ['adminapp, user: 1000'],
  },
  {
    name: 'the proxy does not get its login',
    change: (d) => inTask(d, 'ReverseProxy_Service_Task', (one) => (one.secrets = [])),
    found: ['reverse-proxy, secrets: -SECRET_ADMIN_LOGIN'],
  },
  {
    name: 'a mount of the proxy names a volume that is not there',
    change: (d) => (task(d, 'ReverseProxy_Service_Task').volume = []),
    found: ['reverse-proxy, writable paths: -/var/lib/reverse-proxy'],
  },
  {
    name: 'the rule from adminapp into goapp is lost',
    change: (d) =>
      remove(
        d['ecs-prod'],
        'aws_vpc_security_group_ingress_rule',
        'Adminapp_SecurityGroup_AtGoapp',
      ),
    found: ['adminapp, calls: -goapp:8080'],
  },
  {
    name: 'the balancer asks the proxy for another path',
    change: (d) =>
      (nested(
        block(d['ecs-prod'], 'aws_lb_target_group', 'LoadBalancer_Routes'),
        'health_check',
      ).path = '/readyz'),
    found: ['reverse-proxy, health path: /readyz'],
  },
  {
    name: 'memory of uptime is halved',
    change: (d) => (task(d, 'Uptime_Task').memory = '256'),
    found: ['uptime, memory: 256 MiB'],
  },
  {
    name: '/admin strips its prefix',
    change: (d) =>
      inEcsConfig(
        d,
        'proxy_pass http://adminapp;',
        'rewrite "^/admin/?(.*)$" /$1 break; proxy_pass http://adminapp;',
      ),
    found: ['reverse-proxy, /admin prefix: stripped'],
  },
  {
    name: 'unsafe requests to /uptime are repeated',
    change: (d) => inEcsConfig(d, 'proxy_next_upstream off;', 'proxy_next_upstream error;'),
    found: [
      'reverse-proxy, / retries: 502 503 504, unsafe requests too',
      'reverse-proxy, /admin retries: 502 503 504, unsafe requests too',
      'reverse-proxy, /form retries: 502 503 504, unsafe requests too',
      'reverse-proxy, /site-a retries: 502 503 504, unsafe requests too',
      'reverse-proxy, /site-b retries: 502 503 504, unsafe requests too',
      'reverse-proxy, /uptime retries: 500 502 503 504, unsafe requests too',
    ],
  },
];

const cloudRunMutants: readonly Omit<ParityMutant, 'platform'>[] = [
  {
    name: 'adminapp listens on another port',
    change: (d) => (nested(main(d, 'Adminapp'), 'ports').container_port = 3001),
    found: [
      'adminapp, port: 3001',
      'reverse-proxy, /admin upstream: adminapp:3001',
      'reverse-proxy, calls: +adminapp:3001',
      'reverse-proxy, calls: -adminapp:3000',
    ],
  },
  {
    name: 'the grant to call goapp is lost',
    change: (d) =>
      remove(
        d['gcp-run'],
        'google_cloud_run_v2_service_iam_member',
        'Adminapp_Identity_InvokesGoapp',
      ),
    found: ['adminapp, calls: +goapp:8080 without a grant', 'adminapp, calls: -goapp:8080'],
  },
  {
    name: 'the sidecar of adminapp leads to uptime',
    change: (d) => {
      const [, sidecar] = revision(d, 'Adminapp').containers as { env: Variable[] }[];
      const origin = sidecar!.env.find(({ name }) => name === 'ORIGIN_GOAPP')!;
      const [id] = Object.keys(d['gcp-run'].resource.google_cloud_run_v2_service!).filter((one) =>
        one.startsWith('Uptime_'),
      );
      origin.value = `\${google_cloud_run_v2_service.${id}.uri}`;
    },
    found: [
      'adminapp, calls: +goapp:8080 without a way',
      'adminapp, calls: +uptime:8080 without a grant',
      'adminapp, calls: -goapp:8080',
      'adminapp, variables: +BACKEND_URL=http://uptime:8080',
      'adminapp, variables: -BACKEND_URL=http://goapp:8080',
    ],
  },
  {
    name: 'uptime is open to everyone',
    change: (d) =>
      Object.assign(service(d, 'Uptime'), {
        ingress: 'INGRESS_TRAFFIC_ALL',
        invoker_iam_disabled: true,
      }),
    found: ['uptime, open to outside: yes'],
  },
  {
    name: 'the image of goapp runs as root',
    change: ({ files }) =>
      (files['services/goapp/Dockerfile'] = files['services/goapp/Dockerfile']!.replace(
        /^USER.*$/m,
        '',
      )),
    found: ['goapp, user: 0'],
  },
  {
    name: 'the proxy has no volume to write to',
    change: (d) => (main(d, 'ReverseProxy_Service').volume_mounts = []),
    found: ['reverse-proxy, writable paths: -/var/lib/reverse-proxy'],
  },
  {
    name: 'goapp is probed at another path',
    change: (d) => (nested(nested(main(d, 'Goapp'), 'liveness_probe'), 'http_get').path = '/'),
    found: ['goapp, health path: / and /healthz'],
  },
  {
    name: '/uptime gets a minute instead of 10 s',
    change: (d) => inCloudRunConfig(d, 'proxy_read_timeout 10s;', 'proxy_read_timeout 60s;'),
    found: ['reverse-proxy, /uptime timeout: 60 s'],
  },
  {
    name: 'the route / leads to adminapp',
    change: (d) => inCloudRunConfig(d, 'proxy_pass http://webapp;', 'proxy_pass http://adminapp;'),
    found: ['reverse-proxy, / upstream: adminapp:3000'],
  },
];

const of = (platform: Platform, mutants: readonly Omit<ParityMutant, 'platform'>[]) =>
  mutants.map((mutant) => ({ ...mutant, platform }));

/** Mistakes on every platform. */
export const parityMutants: readonly ParityMutant[] = [
  ...of('compose', composeMutants),
  ...of('local', localMutants),
  ...of('ecs-prod', ecsMutants),
  ...of('gcp-run', cloudRunMutants),
];
