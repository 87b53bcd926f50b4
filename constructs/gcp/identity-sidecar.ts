import type {
  CloudRunV2ServiceTemplateContainers,
  CloudRunV2ServiceTemplateVolumes,
} from '@cdktf/provider-google/lib/cloud-run-v2-service';
import { Lazy } from 'cdktf';
import { originVariable, renderSidecarConfig } from '../nginx/identity-sidecar';
import { configVariable, encodeConfig } from '../nginx/payload';
import { proxyDirectory } from '../nginx/platform';
import { cloudRunSidecarPlatform, sidecarHealthPort } from '../nginx/sidecar-platform';
import type { SidecarUpstream } from '../nginx/sidecar-upstream';
import { localPortOf } from './local-port';
import { memoryVolume, startupProbe, variableList } from './service-template';

/** A service that the sidecar leads to. */
export interface SidecarCallee extends Omit<SidecarUpstream, 'localPort'> {
  /** `https://` address of the service, without a slash at the end. */
  readonly origin: string;
}

/**
 * CPUs and memory that the sidecar adds to each instance: nginx with two workers, with its volume counted.
 *
 * @see https://cloud.google.com/run/docs/configuring/services/containers
 */
export const sidecarSize = { cpu: 0.5, memoryMiB: 256, volumeMiB: 32 } as const;

/** Name of the sidecar's volume. */
const sidecarVolume = 'identity';

/**
 * The container beside a caller that adds its identity to its calls: on localhost it has one port for each callee, and
 * every request that comes in there leaves with an ID token of the caller for that callee.
 */
export class IdentitySidecar {
  private readonly callees = new Map<string, SidecarCallee>();

  constructor(
    /** Name of the container. */
    public readonly name: string,
    private readonly image: string,
  ) {}

  /** Ports of the network namespace that the containers share, to what listens there. */
  public get ports(): ReadonlyMap<number, string> {
    const names = [...this.callees.keys()];
    const local = names.map((name) => [localPortOf(name), name] as const);
    return new Map([[sidecarHealthPort, "the sidecar's own health"], ...local]);
  }

  /** Adds a callee. */
  public add(callee: SidecarCallee): void {
    this.callees.set(callee.name, callee);
  }

  /** The container as it is with all callees so far. */
  public container(cpuIdle: boolean, boost: boolean): CloudRunV2ServiceTemplateContainers {
    return {
      name: this.name,
      image: this.image,
      env: variableList(this.variables()),
      resources: {
        limits: { cpu: `${sidecarSize.cpu * 1000}m`, memory: `${sidecarSize.memoryMiB}Mi` },
        cpuIdle,
        startupCpuBoost: boost,
      },
      startupProbe: startupProbe({ path: '/healthz', port: sidecarHealthPort, budgetSeconds: 60 }),
      volumeMounts: [{ name: sidecarVolume, mountPath: proxyDirectory }],
    };
  }

  /** The volume that the container writes to. */
  public volume(): CloudRunV2ServiceTemplateVolumes {
    return memoryVolume(sidecarVolume, sidecarSize.volumeMiB);
  }

  private variables(): Record<string, string> {
    const callees = [...this.callees.values()];
    return {
      // rendered once, however many callees are added
      [configVariable]: Lazy.stringValue({ produce: () => encodeConfig(this.configuration()) }),
      ...Object.fromEntries(callees.map(({ name, origin }) => [originVariable(name), origin])),
    };
  }

  private configuration(): string {
    const callees = [...this.callees.values()];
    const upstreams = callees.map(({ origin: _, ...callee }) => ({
      ...callee,
      localPort: localPortOf(callee.name),
    }));
    return renderSidecarConfig({ upstreams, platform: cloudRunSidecarPlatform() });
  }
}
