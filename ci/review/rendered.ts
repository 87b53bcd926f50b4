import { type PlatformLimits, outside } from '../../constructs/review/graph';
import { cloudLimits, dockerLimits } from '../../constructs/review/comparison';
import { proxyPort, proxyTlsPort } from '../../constructs/nginx/platform';
import type { Rendering } from './declaration';

/** A stack that runs the whole system. */
export interface RenderedSystem extends Rendering {
  /** Name of the stack. */
  readonly stack: string;

  /** What its network can tell apart. */
  readonly limits: PlatformLimits;
}

/** Port of EFS. */
export const nfsPort = 2049;

const publicEntrance = { from: outside.internet, ports: [proxyPort] };

/** The stacks that run the system, each with the names that it gives and who comes in. */
export const renderedSystems: readonly RenderedSystem[] = [
  {
    stack: 'ecs-prod',
    prefix: 'prod-',
    entrance: publicEntrance,
    limits: cloudLimits,
    filesPort: nfsPort,
  },
  {
    stack: 'gcp-run',
    prefix: 'prod-',
    entrance: publicEntrance,
    limits: cloudLimits,
  },
  {
    stack: 'local',
    prefix: 'slipway-local-',
    entrance: { from: outside.machine, ports: [proxyPort, proxyTlsPort] },
    limits: dockerLimits,
  },
];
