import type { TerraformStack } from 'cdktf';
import { synth, type SynthesizedStack } from '../core/synth';
import { testCluster, workload } from './cluster.fixture';
import { FargateService } from './fargate-service';
import type { FargateServiceProps } from './fargate-service-props';

/** What a test changes of a service with only what is required. */
export type Changes = Partial<FargateServiceProps>;

/** A service with only what is required, and the changes. */
export function service(scope: TerraformStack, id: string, changes: Changes = {}): FargateService {
  const cluster = changes.cluster ?? testCluster(scope);
  return new FargateService(scope, id, { workload, ...changes, cluster });
}

/** One service and what it synthesizes to. */
export function synthOne(changes: Changes = {}): SynthesizedStack {
  return synth((scope) => void service(scope, 'UsersApi', changes));
}

/** The only container of the only task definition. */
export function container(stack: SynthesizedStack): Record<string, unknown> {
  const definitions = stack.one('aws_ecs_task_definition').container_definitions as string;
  return (JSON.parse(definitions) as Record<string, unknown>[])[0]!;
}
