import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';

/** What every deployment may watch. */
export interface AlarmOptions {
  /**
   * Names of CloudWatch alarms that roll a deployment back when one of them fires while it runs. One that fires already
   * when a deployment starts is not counted.
   *
   * @default - no alarms
   */
  readonly alarms?: readonly string[];

  /**
   * Whether the alarms count. AWS keeps the alarms of a service whose list was taken away: set this to `false` and leave
   * the list, to stop watching.
   *
   * @default true
   */
  readonly alarmsEnabled?: boolean;
}

/** Options of Deployment.rolling. */
export interface RollingOptions extends AlarmOptions {
  /**
   * Gives up and goes back when new tasks do not become healthy.
   *
   * @default true
   */
  readonly circuitBreaker?: boolean;

  /**
   * Healthy tasks during a deployment, in percent of the desired ones, 0 to 100. Below 100 a deployment takes capacity
   * away.
   *
   * @default 100
   */
  readonly minimumHealthyPercent?: number;

  /**
   * Tasks at most during a deployment, in percent of the desired ones, 100 to 200. At 100, zones are not balanced again
   * after the loss of one, since that needs a task more.
   *
   * @default 200
   */
  readonly maximumPercent?: number;

  /**
   * Whether the service was deployed by blueGreen, canary or linear before. AWS keeps the strategy of a service that names none:
   * going back takes this, and version 6.4 of the provider.
   *
   * @default false
   */
  readonly replacesTrafficShift?: boolean;
}

/** Options of Deployment.blueGreen. */
export interface BlueGreenOptions extends AlarmOptions {
  /**
   * Minutes in which the old tasks wait, with all traffic on the new ones, to take it back. 0 to 1440.
   *
   * @default 10
   */
  readonly bakeMinutes?: number;
}

/** Options of Deployment.canary. */
export interface CanaryOptions extends BlueGreenOptions {
  /**
   * Share of the requests that the new tasks get first, in percent. 0.1 to 100.
   *
   * @default 10
   */
  readonly canaryPercent?: number;

  /**
   * Minutes in which they get that share. 0 to 1440.
   *
   * @default 10
   */
  readonly canaryBakeMinutes?: number;
}

/** Options of Deployment.linear. */
export interface LinearOptions extends BlueGreenOptions {
  /**
   * Share of the requests that moves to the new tasks in each step, in percent. 3 to 100, in tenths.
   *
   * @default 10
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html
   */
  readonly stepPercent?: number;

  /**
   * Minutes between one step and the next. 0 to 1440. After the last step, `bakeMinutes` begin.
   *
   * @default 6
   */
  readonly stepBakeMinutes?: number;
}

/** One kind of deployment, as it was asked for: each has only its own options. */
export type DeploymentChoice =
  | { readonly kind: 'rolling'; readonly options: RollingOptions }
  | { readonly kind: 'blueGreen'; readonly options: BlueGreenOptions }
  | { readonly kind: 'canary'; readonly options: CanaryOptions }
  | { readonly kind: 'linear'; readonly options: LinearOptions };

/**
 * How a service gets from one version to the next.
 *
 * @example
 * new FargateService(this, 'Web', { cluster, workload, deployment: Deployment.canary({ canaryPercent: 5 }) });
 */
export class Deployment {
  private constructor(
    /** The kind and its options. */
    public readonly choice: DeploymentChoice,
  ) {}

  /** Whether the balancer moves requests from one target group to the other, rather than ECS task by task. */
  public get shiftsTraffic(): boolean {
    return this.choice.kind !== 'rolling';
  }

  /** Task by task: a new one gets healthy, then an old one ends. */
  public static rolling(options: RollingOptions = {}): Deployment {
    return new Deployment({ kind: 'rolling', options });
  }

  /**
   * All new tasks beside all old ones, then every request at once. It takes up to twice the tasks, a route of a load
   * balancer, and version 6.4 of the provider.
   */
  public static blueGreen(options: BlueGreenOptions = {}): Deployment {
    return new Deployment({ kind: 'blueGreen', options });
  }

  /**
   * All new tasks beside all old ones, first a share of the requests, then every one. It takes up to twice the tasks, a
   * route of a load balancer, and version 6.21 of the provider.
   */
  public static canary(options: CanaryOptions = {}): Deployment {
    return new Deployment({ kind: 'canary', options });
  }

  /**
   * All new tasks beside all old ones, and the same share of the requests more in each step. It takes up to twice the
   * tasks, a route of a load balancer, and version 6.21 of the provider.
   */
  public static linear(options: LinearOptions = {}): Deployment {
    return new Deployment({ kind: 'linear', options });
  }
}

/** Every problem of a deployment. */
export function deploymentProblems(deployment: Deployment): string[] {
  return problemsOf(deployment.choice, rules);
}

/** An option, whichever kind has it: what a kind does not have may still come from a program without types. */
function option(choice: DeploymentChoice, name: string): unknown {
  return (choice.options as Readonly<Record<string, unknown>>)[name];
}

function range(
  name: string,
  [min, max]: readonly [number, number],
  whole: boolean,
  remedy: string,
): Rule<DeploymentChoice> {
  return {
    broken: (choice) => {
      const value = option(choice, name);
      if (!known(value)) return false;
      const number = Number(value);
      return !(number >= min && number <= max) || (whole && !Number.isInteger(number));
    },
    message: (choice) =>
      `'deployment' needs ${whole ? 'a whole' : 'a'} '${name}' from ${min} to ${max}, got ${shown(option(choice, name))}; ${remedy}`,
  };
}

/** AWS takes shares in tenths of a percent; a tenth is no exact number, so that it is not looked for with `%`. */
function tenths(name: string): Rule<DeploymentChoice> {
  return {
    broken: (choice) => {
      const value = option(choice, name);
      const tenth = Number(value) * 10;
      return known(value) && Number.isFinite(tenth) && Math.abs(tenth - Math.round(tenth)) > 1e-9;
    },
    message: (choice) =>
      `'deployment' needs a '${name}' in tenths of a percent, got ${shown(option(choice, name))}; round it to one decimal`,
  };
}

function belongsTo(name: string, kinds: readonly string[], why: string): Rule<DeploymentChoice> {
  return {
    broken: (choice) => !kinds.includes(choice.kind) && option(choice, name) !== undefined,
    message: ({ kind }) =>
      `'deployment' is ${kind}, which has no '${name}': ${why}; remove it or use Deployment.${kinds[0]}`,
  };
}

const maxMinutes = 1440;

const rules: readonly Rule<DeploymentChoice>[] = [
  belongsTo(
    'circuitBreaker',
    ['rolling'],
    'the breaker counts tasks that fail one after the other, and alarms do its work here',
  ),
  belongsTo('minimumHealthyPercent', ['rolling'], 'all old tasks stay until the new ones serve'),
  belongsTo('maximumPercent', ['rolling'], 'all new tasks start beside all old ones'),
  belongsTo('bakeMinutes', ['blueGreen', 'canary', 'linear'], 'old tasks end one by one'),
  belongsTo('canaryPercent', ['canary'], 'no first share stands alone'),
  belongsTo('canaryBakeMinutes', ['canary'], 'no first share stands alone'),
  belongsTo('stepPercent', ['linear'], 'requests do not move in equal steps'),
  belongsTo('stepBakeMinutes', ['linear'], 'requests do not move in equal steps'),
  range('bakeMinutes', [0, maxMinutes], true, 'ECS waits a day at most'),
  range('canaryBakeMinutes', [0, maxMinutes], true, 'ECS waits a day at most'),
  range('stepBakeMinutes', [0, maxMinutes], true, 'ECS waits a day at most'),
  range('canaryPercent', [0.1, 100], false, '5 to 10 shows most mistakes to few'),
  tenths('canaryPercent'),
  range('stepPercent', [3, 100], false, 'smaller first shares are what Deployment.canary has'),
  tenths('stepPercent'),
  range('minimumHealthyPercent', [0, 100], true, '100 keeps all that serve'),
  range('maximumPercent', [100, 200], true, '200 lets every task be replaced at once'),
  {
    broken: (choice) =>
      option(choice, 'minimumHealthyPercent') === undefined
        ? option(choice, 'maximumPercent') === 100
        : option(choice, 'minimumHealthyPercent') === 100 &&
          option(choice, 'maximumPercent') === 100,
    message: () =>
      `'deployment' has a 'minimumHealthyPercent' and a 'maximumPercent' of 100, so that no task may end and none may start; lower the one or raise the other`,
  },
  {
    broken: ({ options: { alarms } }) =>
      alarms?.some((name) => known(name) && (name === '' || name.length > 255)) ?? false,
    message: ({ options: { alarms } }) =>
      `'deployment' needs 'alarms' with names of 1 to 255 characters, got ${shown(alarms)}; give the names, not the ARNs`,
  },
  {
    broken: ({ options: { alarms } }) =>
      alarms?.some((name) => known(name) && name.startsWith('arn:')) ?? false,
    message: ({ options: { alarms } }) =>
      `'deployment' needs the names of 'alarms', got ${shown(alarms)}; an ARN ends with its name`,
  },
  {
    broken: ({ options: { alarms, alarmsEnabled } }) =>
      alarmsEnabled !== undefined && (alarms?.length ?? 0) === 0,
    message: ({ options: { alarmsEnabled } }) =>
      `'deployment' has 'alarmsEnabled' ${shown(alarmsEnabled)} without 'alarms'; name them or remove it`,
  },
];
