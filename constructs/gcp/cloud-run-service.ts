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
import { type Attachment, Attachments, attachmentProblems, type Companion } from './attachment';
import type { IBacking } from './backing';
import {
  cloudRunServiceProblems,
  connectionProblems,
  reservedVariableProblems,
  type ResolvedProps,
  resolveProps,
} from './cloud-run-service-rules';
import type { CloudRunServiceProps } from './cloud-run-service-props';
import { containerSumProblems } from './container-sum';
import type { Exposure } from './exposure';
import { IdentitySidecar, sidecarSize } from './identity-sidecar';
import { localPeer } from './local-port';
import type { Region } from './region';
import { type SecretVersion, versionsOf } from './secret-store';
import { type Grant, ServiceIdentity } from './service-account';
import { serviceConfig } from './service-config';
import { resolveImage } from './service-image';
import { serviceTemplate } from './service-template';
import { sidecarImageOf } from './sidecar-image';

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
  /** Region that the service runs in. */
  public readonly region: Region;

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

  /** Instances at the least. */
  public readonly minInstances: number;

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

  private readonly props: ResolvedProps;
  private readonly identity: ServiceIdentity;
  private readonly image: string;
  private readonly secrets: Readonly<Record<string, SecretVersion>>;
  private readonly added: Record<string, string> = {};
  private readonly waitsFor: ITerraformDependable[];
  private readonly attachments = new Attachments();
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
      existing: region.existingServiceAccounts,
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
    this.minInstances = resolved.scaling.minInstances;
    this.maxInstances = resolved.scaling.maxInstances;
    this.serviceName = this.resource.name;
    this.serviceUrl = this.resource.uri;
    this.serviceAccountEmail = this.identity.email;
  }

  /**
   * Lets this service use a backing: opens the way to it, allows its account to, and adds the variables.
   *
   * @throws ValidationError when the backing is somebody else's alone, or a variable or a directory is taken
   */
  public connectTo<Peer>(
    backing: IBacking<Peer>,
    environment?: (peer: Peer) => Readonly<Record<string, string>>,
  ): void;

  /**
   * Lets this service call another: allows its account to, puts the sidecar beside it that proves who it is, adds the
   * variables, and starts this service after the callee, whose address the sidecar is told. The URL that the variables
   * are made from leads to the sidecar: `http://localhost:<port>`.
   *
   * @throws ValidationError when the connection closes a cycle, repeats one or repeats a variable
   */
  public connectTo(callee: CloudRunService, environment?: ConnectionEnvironment): void;

  public connectTo(
    callee: CloudRunService | IBacking<unknown>,
    environment?: (peer: never) => Readonly<Record<string, string>>,
  ): void {
    const service = callee instanceof CloudRunService;
    const peer = service ? localPeer(callee.name) : callee.peer;
    // the overloads pair each callee with the function of its own peer
    const added = environment?.(peer as never) ?? {};
    const { workload } = this.props;
    const taken = Object.keys({ ...workload.environment, ...workload.secrets, ...this.added });
    throwProblems(this, [
      ...(service ? connectionProblems({ ...this.props, sidecar: this.sidecar }, callee) : []),
      ...(service ? this.sumProblems([], true) : []),
      ...reservedVariableProblems(Object.keys(added)),
      ...addedVariableProblems(this.name, taken, added, callee.name),
    ]);
    if (service) this.openWayTo(callee);
    else callee.attachTo(this);
    Object.assign(this.added, added);
    this.renew();
  }

  /**
   * Gives the instances what a backing needs.
   *
   * @throws ValidationError when a directory is taken, or the service runs more than once and may not
   */
  public attach(attachment: Attachment): void {
    const { companion } = attachment;
    throwProblems(this, [
      ...attachmentProblems(this.name, this.props, this.attachments, attachment),
      ...this.sumProblems(companion ? [companion] : [], this.sidecar !== undefined),
    ]);
    this.attachments.add(attachment, this.region.registry);
    this.renew();
  }

  /** Allows the application something on its whole project; for one resource, grant it there to the account. */
  public grant(grant: Grant): void {
    this.identity.grantProject(grant);
    this.renew();
  }

  /** What is wrong with all containers together, where only one more or fewer fit. */
  private sumProblems(added: readonly Companion[], sidecar: boolean): string[] {
    const companions = [...this.attachments.companions().map((one) => one.companion), ...added];
    if (companions.length === 0) return [];
    const identity = { name: `${this.name}-identity`, ...sidecarSize };
    return containerSumProblems({ ...this.props, name: this.name }, [
      ...companions,
      ...(sidecar ? [identity] : []),
    ]);
  }

  private openWayTo(callee: CloudRunService): void {
    const image = sidecarImageOf(this, this.region);
    this.region.addEdge(this, { from: this.name, to: callee.name });
    const sidecar = this.sidecar ?? new IdentitySidecar(`${this.name}-identity`, image);
    this.sidecar = sidecar;
    const { name, protocol, keepAliveSeconds, timeoutSeconds, serviceUrl: origin } = callee;
    sidecar.add({ name, protocol, keepAliveSeconds, timeoutSeconds, origin });
    this.identity.grantInvoke(callee.name, callee.resource);
    this.waitFor(callee);
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
    const dependencies = this.attachments.dependencies();
    this.resource.dependsOn = sortedByPath([
      ...this.waitsFor,
      ...this.identity.grants,
      ...dependencies,
    ]);
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
      attachments: this.attachments,
    });
  }
}
