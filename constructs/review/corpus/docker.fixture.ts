import { type Block, each, type RuleCases, unknown } from './case.fixture';

const cases = (
  bad: readonly Block[],
  good: readonly Block[],
  unread: readonly Block[] = [],
): RuleCases => ({
  bad: each('docker_container', ...bad),
  good: each('docker_container', ...good),
  unread: each('docker_container', ...unread),
});

/** What rules about containers on Docker must say. */
export const dockerCases: Record<string, RuleCases> = {
  'docker-bind-interface': cases(
    [{ ports: { internal: 80 } }, { ports: [{ ip: '127.0.0.1' }, { ip: '0.0.0.0' }] }],
    [{}, { ports: [{ ip: '127.0.0.1' }] }],
    [{ ports: unknown }, { ports: { ip: unknown } }],
  ),
  'docker-capabilities': cases(
    [{}, { capabilities: { drop: ['ALL'], add: ['CHOWN'] } }],
    [{ capabilities: { drop: ['ALL'] } }],
    [{ capabilities: unknown }],
  ),
  'docker-health-check': cases(
    [{}, { healthcheck: {} }],
    [{ healthcheck: { test: ['CMD', '/web'] } }],
    [{ healthcheck: unknown }],
  ),
  'docker-host-namespaces': cases(
    [{ pid_mode: 'host' }, { ipc_mode: 'host' }, { userns_mode: 'host' }],
    [{}, { ipc_mode: 'private' }],
    [{ pid_mode: unknown }],
  ),
  'docker-host-network': cases(
    [{ network_mode: 'host' }],
    [{}, { network_mode: 'bridge' }],
    [{ network_mode: unknown }],
  ),
  'docker-log-limit': cases(
    [{}, { log_opts: { 'max-size': '10m' } }],
    [{ log_driver: 'journald' }, { log_opts: { 'max-size': '10m', 'max-file': '3' } }],
    [{ log_opts: unknown }],
  ),
  'docker-memory': cases([{}, { memory: 0 }], [{ memory: 64 }], [{ memory: unknown }]),
  'docker-no-new-privileges': cases(
    [{}, { security_opts: ['no-new-privileges:false'] }],
    [{ security_opts: ['no-new-privileges:true'] }, { security_opts: ['no-new-privileges'] }],
    [{ security_opts: unknown }],
  ),
  'docker-privileged': cases([{ privileged: true }], [{}], [{ privileged: unknown }]),
  'docker-readonly-root': cases(
    [{}, { read_only: false }],
    [{ read_only: true }],
    [{ read_only: unknown }],
  ),
  'docker-restart': cases(
    [{ restart: 'always' }, { restart: 'on-failure', max_retry_count: 50 }],
    [{}, { restart: 'on-failure', max_retry_count: 5 }],
    [{ restart: unknown }],
  ),
  'docker-secret-in-environment': cases(
    [{ env: ['API_TOKEN=x'] }],
    [{}, { env: ['API_TOKEN=', 'PORT=80'] }],
    [{ env: unknown }],
  ),
  'docker-socket': cases(
    [
      { volumes: { host_path: '/var/run/docker.sock' } },
      { mounts: [{ source: '/run/docker.sock', target: '/s', type: 'bind' }] },
      { volumes: [{ host_path: '/' }] },
    ],
    [{}, { volumes: [{ volume_name: 'data', container_path: '/data' }] }],
    [{ mounts: unknown }],
  ),
  'docker-user': cases(
    [{}, { user: 'root' }, { user: '0' }],
    [{ user: '65532' }],
    [{ user: unknown }],
  ),
};
