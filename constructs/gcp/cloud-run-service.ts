import { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  addedVariableProblems,
  type Connectable,
  type ConnectionEnvironment,
} from '../core/connection';
import { sortedByPath } from '../core/dependency-order';
import { cloudName, kebabCase } from '../core/naming';
import { throwProblems } from '../core/validation';
import type { Workload } from '../core/workload';
import {
  cloudRunServiceProblems,
  connectionProblems,
  type ResolvedProps,
  resolveProps,
} from './cloud-run-service-rules';
import type { Exposure } from './exposure';
import { IdentitySidecar } from './identity-sidecar';
import { localPeer } from './local-port';
import type { Region } from './region';
import type { Scaling } from './scaling';
import { type SecretVersion, versionsOf } from './secret-store';
import { type Grant, ServiceIdentity } from './service-account';
import { serviceConfig } from './service-config';
import { resolveImage } from './service-image';
import { serviceTemplate } from './service-template';
import { sidecarImageOf } from './sidecar-image';

/** Props of CloudRunService. */
export interface CloudRunServiceProps {
  /** Region that the service runs in; it brings network, environment, registry and secrets along. */
  readonly region: Region;

  /** What runs. */
  readonly workload: Workload;

  /**
   * Discovery name. Cloud names are `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * CPUs of an instance: 1, 2, 4, 6, 8, or a part of one from 0.08, which answers one request at a time.
   *
   * @default 1
   * @see https://cloud.google.com/run/docs/configuring/services/cpu
   */
  readonly cpu?: number;

  /**
   * Memory of an instance in MiB; which values are possible depends on `cpu`. Writable paths are kept in it.
   *
   * @default 512
   */
  readonly memoryMiB?: number;

  /**
   * Requests that one instance answers at the same time, 1 to 1000. An open WebSocket is one.
   *
   * @default 80
   */
  readonly concurrency?: number;

  /**
   * How many instances run.
   *
   * @default Scaling.requests()
   */
  readonly scaling?: Scaling;

  /**
   * Who reaches the service: `internal` is what was connected to it, `public` everyone at its run.app address,
   * `load-balancer` everyone through a balancer in front.
   *
   * @default 'internal'
   */
  readonly exposure?: Exposure;

  /**
   * Seconds within which the service answers one request, 1 to 3600. A WebSocket ends then.
   *
   * @default - 60, or 3600 where the workload's protocol is websocket
   */
  readonly timeoutSeconds?: number;

  /**
   * Execution environment. `gen1` starts faster and is the only one below one CPU; `gen2` is a full Linux.
   *
   * @default 'gen2'
   */
  readonly generation?: 'gen1' | 'gen2';

  /**
   * Whether the CPU rests while no request is in progress, and costs nothing then. An open WebSocket is a request in
   * progress; work between requests needs false.
   *
   * @default true
   */
  readonly cpuIdle?: boolean;

  /**
   * Whether an instance gets more CPU while it starts.
   *
   * @default true
   */
  readonly startupBoost?: boolean;

  /**
   * Whether a browser is led to the instance that it met first. Best effort: no replacement for state outside.
   *
   * @default false
   */
  readonly sessionAffinity?: boolean;

  /**
   * MiB that each of the workload's writable paths may hold, out of `memoryMiB`.
   *
   * @default 64
   */
  readonly writableMiB?: number;

  /**
   * Labels of the service, beside `environment` and `component`.
   *
   * @default - those two alone
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Whether Terraform refuses to destroy the service. Turning it off takes an apply of its own, before the destroy.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/**
 * A container that runs on Cloud Run and is reached by those that were connected to it.
 *
 * Creates: service, service account, one grant for each secret, and one for each service that it calls.
 *
 * Safe by default: reached through the network alone, every caller proves who it is, an account of its own without a role
 * on the project, secrets at a fixed version, an image by digest, bounded instances, deletion protection. Cloud Run has no
 * field for user, read-only root or stop grace: the user is the image's, and stopping takes at most 10 s.
 *
 * @example
 * const api = new CloudRunService(this, 'Api', { region, workload: { image, port: 8080, health: { path: '/healthz' } } });
 * const web = new CloudRunService(this, 'Web', { region, workload: webWorkload, memoryMiB: 1024 });
 * web.connectTo(api, (api) => ({ BACKEND_URL: api.url }));
 */
export class CloudRunService extends Construct implements Connectable<CloudRunService> {
  /** Discovery name. */
  public readonly name: string;

  /** Port that the container serves on. */
  public readonly port: number;

  /** What is spoken on the port. */
  public readonly protocol: 'http' | 'websocket';

  /** Who reaches the service. */
  public readonly exposure: Exposure;

  /** Seconds within which one request must be answered. */
  public readonly timeoutSeconds: number;

  /** Seconds after which the container closes an idle connection. */
  public readonly keepAliveSeconds: number;

  /** Instances at the most. */
  public readonly maxInstances: number;

  /** Name of the service in Cloud Run. */
  public readonly serviceName: string;

  /** `https://` address of the service. Who may use it is what `exposure` says. */
  public readonly serviceUrl: string;

  /** Address of the account that the application has. */
  public readonly serviceAccountEmail: string;

  /** The raw service, to override what the props do not offer. */
  public readonly resource: CloudRunV2Service;

  private readonly region: Region;
  private readonly props: ResolvedProps;
  private readonly identity: ServiceIdentity;
  private readonly image: string;
  private readonly secrets: Readonly<Record<string, SecretVersion>>;
  private readonly added: Record<string, string> = {};
  private readonly waitsFor: ITerraformDependable[];
  private sidecar: IdentitySidecar | undefined;

  constructor(scope: Construct, id: string, props: CloudRunServiceProps) {
    super(scope, id);
    const { region } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, cloudRunServiceProblems(name, props));
    const resolved = resolveProps(props);
    region.reserveName(this, name, resolved.scaling.maxInstances);

    this.name = name;
    this.region = region;
    this.props = resolved;
    this.secrets = versionsOf(resolved.workload.secrets, region.secrets);
    this.image = resolveImage(resolved.workload.image, region.registry);
    this.identity = new ServiceIdentity(this, 'Identity', {
      name: cloudName(region.environment, name),
      projectId: region.projectId,
      secretIds: [...new Set(Object.values(this.secrets).map(({ secretId }) => secretId))].sort(),
    });
    this.resource = new CloudRunV2Service(
      this,
      'Resource',
      serviceConfig({ ...resolved, name, template: this.template() }),
    );
    this.waitsFor = [...region.network.egressDependencies];
    this.renew();

    this.port = resolved.workload.port;
    this.protocol = resolved.workload.protocol;
    this.exposure = resolved.exposure;
    this.timeoutSeconds = resolved.timeoutSeconds;
    this.keepAliveSeconds = resolved.workload.keepAliveSeconds;
    this.maxInstances = resolved.scaling.maxInstances;
    this.serviceName = this.resource.name;
    this.serviceUrl = this.resource.uri;
    this.serviceAccountEmail = this.identity.email;
  }

  /**
   * Lets this service call another: allows its account to, puts the sidecar beside it that proves who it is, adds the
   * variables, and starts this service after the callee, whose address the sidecar is told. The URL that the variables
   * are made from leads to the sidecar: `http://localhost:<port>`.
   *
   * @throws ValidationError when the connection closes a cycle, repeats one or repeats a variable
   */
  public connectTo(callee: CloudRunService, environment?: ConnectionEnvironment): void {
    const added = environment?.(localPeer(callee.name)) ?? {};
    const { workload } = this.props;
    const taken = Object.keys({ ...workload.environment, ...workload.secrets, ...this.added });
    throwProblems(this, [
      ...connectionProblems({ ...this.props, sidecar: this.sidecar }, callee, added),
      ...addedVariableProblems(this.name, taken, added, callee.name),
    ]);
    const image = sidecarImageOf(this, this.region);
    this.region.addEdge(this, { from: this.name, to: callee.name });

    const sidecar = this.sidecar ?? new IdentitySidecar(`${this.name}-identity`, image);
    this.sidecar = sidecar;
    Object.assign(this.added, added);
    const { name, protocol, keepAliveSeconds, timeoutSeconds, serviceUrl: origin } = callee;
    sidecar.add({ name, protocol, keepAliveSeconds, timeoutSeconds, origin });
    this.identity.grantInvoke(callee.name, callee.resource);
    this.waitFor(callee);
    this.renew();
  }

  /** Allows the application something on its whole project; for one resource, grant it there to the account. */
  public grant(grant: Grant): void {
    this.identity.grantProject(grant);
    this.renew();
  }

  private waitFor(callee: CloudRunService): void {
    const here = TerraformStack.of(this);
    const there = TerraformStack.of(callee);
    if (here === there) this.waitsFor.push(callee.resource);
    else here.addDependency(there);
  }

  /** Renders what verbs may have changed; every list is sorted, so that their order leaves no trace. */
  private renew(): void {
    this.resource.putTemplate(this.template());
    this.resource.dependsOn = sortedByPath([...this.waitsFor, ...this.identity.grants]);
  }

  private template() {
    const { region, props, sidecar } = this;
    return serviceTemplate({
      ...props,
      name: this.name,
      image: this.image,
      network: region.network,
      serviceAccountEmail: this.identity.email,
      secrets: this.secrets,
      environment: { ...props.workload.environment, ...this.added },
      sidecar,
    });
  }
}
