import type { Image } from '../core/image';
import type { Route } from '../core/route';
import type { Workload } from '../core/workload';
import { loginSecrets } from './login';
import { configVariable, encodeConfig } from './payload';
import { proxyDirectory, proxyPort, type ProxyPlatform } from './platform';

/** What the reverse proxy's container is made from. */
export interface ProxyWorkloadProps {
  /** Image of the reverse proxy, built from `services/reverse-proxy`. */
  readonly image: Image;

  /** Text of the configuration, from `renderNginxConfig`. */
  readonly configuration: string;

  /** The routes that the configuration was rendered from: they say which logins are needed. */
  readonly routes: readonly Route<string | undefined>[];

  /** The platform that the configuration was rendered for. */
  readonly platform: ProxyPlatform;

  /**
   * Whether the container makes up a login that nobody gave, once, and keeps it in its volume: for a laptop, where no
   * secret store exists. The container then gets no secrets.
   *
   * @default false
   */
  readonly generateLogins?: boolean;
}

/** The reverse proxy as a workload like any other: every platform runs it with what it already has. */
export function proxyWorkload(props: ProxyWorkloadProps): Workload {
  const { configuration, image, platform, routes } = props;
  const generateLogins = props.generateLogins ?? false;
  return {
    image,
    port: proxyPort,
    ...(platform.metricsPort === undefined ? {} : { metricsPort: platform.metricsPort }),
    protocol: 'websocket',
    health: {
      path: '/healthz',
      command: [
        'curl',
        '--fail',
        '--silent',
        '--show-error',
        '--output',
        '/dev/null',
        '--max-time',
        '3',
        `http://127.0.0.1:${proxyPort}/healthz`,
      ],
    },
    environment: {
      [configVariable]: encodeConfig(configuration),
      ...(generateLogins ? { GENERATE_LOGINS: '1' } : {}),
      ...(platform.writableDirectory === proxyDirectory
        ? {}
        : { WRITABLE_DIRECTORY: platform.writableDirectory }),
    },
    secrets: generateLogins ? {} : loginSecrets(routes),
    user: 101,
    writablePaths: [platform.writableDirectory],
    shutdownSeconds: platform.stopSeconds,
    keepAliveSeconds: 75,
  };
}
