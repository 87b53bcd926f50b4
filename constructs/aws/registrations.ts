import type { EcsServiceLoadBalancer } from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { throwProblems } from '../core/validation';
import type { Deployment } from './deployment';
import { InfrastructureRole } from './infrastructure-role';
import type { TrafficShift } from './load-balancer-target';
import { sortedByTargetGroup } from './service-order';
import { advancedConfiguration, registrationProblems, unroutedProblems } from './traffic-shift';

/** Props of Registrations. */
export interface RegistrationsProps {
  /** Discovery name of the service: the name of its container. */
  readonly name: string;

  /** Cloud name of the service. */
  readonly cloudName: string;

  /** Port of the container. */
  readonly port: number;

  /** How the service gets from one version to the next. */
  readonly deployment: Deployment;
}

/**
 * The target groups that the tasks of a service join.
 *
 * Creates: the role that ECS needs to shift traffic, where it does.
 */
export class Registrations extends Construct {
  /** Whether deployments move the requests from one target group to another. */
  public readonly shiftsTraffic: boolean;

  /** What a service waits for besides the rules of its routes. */
  public readonly dependencies: readonly ITerraformDependable[];

  private readonly role: InfrastructureRole | undefined;
  private readonly added: EcsServiceLoadBalancer[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistrationsProps,
  ) {
    super(scope, id);
    const { name, deployment, cloudName } = props;
    const { shiftsTraffic } = deployment;
    this.shiftsTraffic = shiftsTraffic;
    this.role = shiftsTraffic
      ? new InfrastructureRole(this, 'Infrastructure', { name: cloudName })
      : undefined;
    this.dependencies = this.role ? [this.role.ready] : [];
    this.node.addValidation({
      validate: () => unroutedProblems(name, shiftsTraffic, this.added.length),
    });
  }

  /**
   * Adds a target group.
   *
   * @returns all of them, in an order that does not tell when each was added
   * @throws ValidationError when the deployment needs a second group and there is none, or the other way round
   */
  public add(targetGroupArn: string, shift: TrafficShift | undefined): EcsServiceLoadBalancer[] {
    const { name, port } = this.props;
    throwProblems(this, registrationProblems(name, this.shiftsTraffic, shift));
    this.added.push({
      targetGroupArn,
      containerName: name,
      containerPort: port,
      ...advancedConfiguration(shift, this.role),
    });
    return sortedByTargetGroup(this, this.added);
  }
}
