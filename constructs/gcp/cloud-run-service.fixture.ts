import type { TerraformStack } from 'cdktf';
import { type Block, synth, type SynthesizedStack } from '../core/synth';
import { CloudRunService } from './cloud-run-service';
import type { CloudRunServiceProps } from './cloud-run-service-props';
import { testRegion, workload } from './region.fixture';

/** What a test changes of a service with only what is required. */
export type Changes = Partial<CloudRunServiceProps>;

/** A service with only what is required, and the changes. */
export function service(scope: TerraformStack, id: string, changes: Changes = {}): CloudRunService {
  const region = changes.region ?? testRegion(scope);
  return new CloudRunService(scope, id, { workload, ...changes, region });
}

/** One service and what it synthesizes to. */
export function synthOne(changes: Changes = {}): SynthesizedStack {
  return synth((scope) => void service(scope, 'UsersApi', changes));
}

/** The service of a name, as Terraform reads it. */
export function serviceNamed(stack: SynthesizedStack, name: string): Block {
  return stack.where('google_cloud_run_v2_service', 'name', name);
}

/** A variable of a container. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly value_source?: { readonly secret_key_ref: { secret: string; version: string } };
}

/** What tests look at of a container. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env: readonly Variable[];
  readonly depends_on: readonly string[];
  readonly ports?: unknown;
  readonly resources: { readonly limits: { readonly cpu: string; readonly memory: string } };
  readonly startup_probe: Readonly<Record<string, unknown>>;
  readonly volume_mounts: readonly { readonly name: string; readonly mount_path: string }[];
}

/** What tests look at of a template. */
export interface Template {
  readonly containers: readonly Container[];
  readonly volumes: readonly unknown[];
  readonly [attribute: string]: unknown;
}

/** The template of a service. */
export function templateOf(block: Block): Template {
  return block.template as Template;
}
