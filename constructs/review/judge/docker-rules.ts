import type { ReviewRule } from '../rule';
import { dockerBindInterface } from '../rules/docker-bind-interface';
import { dockerCapabilities } from '../rules/docker-capabilities';
import { dockerHealthCheck } from '../rules/docker-health-check';
import { dockerHostNamespaces } from '../rules/docker-host-namespaces';
import { dockerHostNetwork } from '../rules/docker-host-network';
import { dockerLogLimit } from '../rules/docker-log-limit';
import { dockerMemory } from '../rules/docker-memory';
import { dockerNoNewPrivileges } from '../rules/docker-no-new-privileges';
import { dockerPrivileged } from '../rules/docker-privileged';
import { dockerReadonlyRoot } from '../rules/docker-readonly-root';
import { dockerRestart } from '../rules/docker-restart';
import { dockerSecretInEnvironment } from '../rules/docker-secret-in-environment';
import { dockerSocket } from '../rules/docker-socket';
import { dockerUser } from '../rules/docker-user';

/** Every rule about Docker, by name. */
export const dockerRules: readonly ReviewRule[] = [
  dockerBindInterface,
  dockerCapabilities,
  dockerHealthCheck,
  dockerHostNamespaces,
  dockerHostNetwork,
  dockerLogLimit,
  dockerMemory,
  dockerNoNewPrivileges,
  dockerPrivileged,
  dockerReadonlyRoot,
  dockerRestart,
  dockerSecretInEnvironment,
  dockerSocket,
  dockerUser,
];
