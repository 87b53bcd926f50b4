import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import { type Objective, resolveObjective } from '../core/objective';
import { throwProblems } from '../core/validation';
import { logQueriesProblems } from './log-queries-rules';
import {
  entranceErrors,
  errorsByService,
  type LogQueryName,
  requestById,
  slowRequests,
  type SlowThreshold,
  taskStartsAndStops,
} from './log-query';
import type { IWatchable, WatchedLoadBalancer, WatchedService } from './watched';
import { everythingOf } from './watched-things';

/** Props of LogQueries. */
export interface LogQueriesProps {
  /** Whose logs are asked: the same list as that of Alarms, all of one environment. */
  readonly watch: readonly IWatchable[];

  /**
   * What each service promises, by its name, as Alarms has it: it says from when on a request is slow.
   *
   * @default - an answer is slow after a second, that of a service which speaks through sockets as well
   */
  readonly objectives?: Readonly<Record<string, Objective | undefined>>;

  /**
   * Folder of the saved queries. Names with a slash between them are folders in folders.
   *
   * @default - the name of the environment
   */
  readonly folder?: string;
}

/**
 * Saved queries of the logs of a system, which CloudWatch Logs Insights shows beside its editor.
 *
 * Creates: a query definition for each question: errors by service, one request through all services, requests slower than
 * promised, starts and stops of tasks; with a load balancer also the server errors at the entrance. Keeping them costs
 * nothing; a query is billed by what it reads (vendor's page "Amazon CloudWatch pricing").
 *
 * Safe by default: each reads the log groups of its services alone, and nothing that another system of the account writes.
 *
 * @example
 * new LogQueries(this, 'LogQueries', { watch: [web, api, loadBalancer] });
 */
export class LogQueries extends Construct {
  private readonly saved = new Map<LogQueryName, CloudwatchQueryDefinition>();
  private readonly folder: string;

  constructor(scope: Construct, id: string, props: LogQueriesProps) {
    super(scope, id);
    const { watch, objectives = {} } = props;
    const { services, balancers, environments } = everythingOf(watch);
    throwProblems(this, logQueriesProblems(props, services, environments));
    const [environment = ''] = environments;
    this.folder = props.folder ?? environment;

    this.save('errors-by-service', errorsByService(), services);
    this.save('request-by-id', requestById(), services);
    const thresholds = thresholdsOf(services, objectives);
    const promising = services.filter(({ name }) =>
      thresholds.some(({ service }) => service === name),
    );
    if (promising.length > 0) this.save('slow-requests', slowRequests(thresholds), promising);
    this.save('task-starts-and-stops', taskStartsAndStops(), services);
    this.saveEntranceErrors(services, balancers);
  }

  /** The raw queries by what they ask, to override what the props do not offer; routes may add one. */
  public get resources(): ReadonlyMap<LogQueryName, CloudwatchQueryDefinition> {
    return this.saved;
  }

  /** The entrance is whatever a balancer leads to, and routes may come later. */
  private saveEntranceErrors(
    services: readonly WatchedService[],
    balancers: readonly WatchedLoadBalancer[],
  ): void {
    const targets = new Set<unknown>();
    for (const { routes } of balancers) {
      routes.forEach(({ target }) => {
        targets.add(target);
        const behind = services.filter((service) => targets.has(service.target));
        if (behind.length > 0) this.save('entrance-errors', entranceErrors(), behind);
      });
    }
  }

  private save(
    query: LogQueryName,
    queryString: string,
    services: readonly WatchedService[],
  ): void {
    const logGroupNames = services.map(({ logGroupName }) => logGroupName);
    const saved = this.saved.get(query);
    if (saved) {
      saved.logGroupNames = logGroupNames;
      return;
    }
    const name = `${this.folder}/${query}`;
    const resource = new CloudwatchQueryDefinition(this, pascalCase(query), {
      name,
      queryString,
      logGroupNames,
    });
    this.saved.set(query, resource);
  }
}

/** What is slow at each service, sockets aside: a service that speaks through them answers ordinary requests, too. */
function thresholdsOf(
  services: readonly WatchedService[],
  objectives: Readonly<Record<string, Objective | undefined>>,
): SlowThreshold[] {
  return services.flatMap(({ name: service }) => {
    const { latency } = resolveObjective(objectives[service]);
    // whole microseconds: 1.1 times 1000 has a tail
    return latency ? [{ service, milliseconds: Math.round(latency.seconds * 1e6) / 1e3 }] : [];
  });
}
