import type { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { sortedByPath } from '../core/dependency-order';
import type { ServiceSecurityGroup } from './service-security-group';

/** What the tasks of one service start after: it grows with each verb, and the order of the verbs leaves no trace. */
export class StartOrder {
  constructor(
    private readonly service: EcsService,
    private readonly securityGroup: ServiceSecurityGroup,
    private readonly waitsFor: ITerraformDependable[],
  ) {
    this.after(service, []);
  }

  /** Starts the service after resources of another construct, or after all of its stack where that is another one. */
  public after(owner: IConstruct, resources: readonly ITerraformDependable[]): void {
    const here = TerraformStack.of(this.service);
    const there = TerraformStack.of(owner);
    if (here === there) this.waitsFor.push(...resources);
    else here.addDependency(there);
    this.service.dependsOn = sortedByPath([...this.waitsFor, ...this.securityGroup.rules]);
  }
}
