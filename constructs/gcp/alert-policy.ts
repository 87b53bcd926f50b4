import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyAlertStrategy,
  type MonitoringAlertPolicyConditions,
  type MonitoringAlertPolicyDocumentation,
} from '@cdktf/provider-google/lib/monitoring-alert-policy';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { type AlertName, alerts, runbookOf } from '../core/alert';
import type { Severity } from '../core/burn-rate';
import { cloudName, pascalCase } from '../core/naming';
import { throwProblems } from '../core/validation';

/** What every policy of one construct shares. */
export interface PolicyContext {
  /** Id of the project. */
  readonly projectId: string;

  /** Name of the environment. */
  readonly environment: string;

  /** Start of every display name. */
  readonly name: string;

  /** Where the runbooks are. */
  readonly runbooks: string;

  /** Names of the channels that each severity goes to. */
  readonly channels: Readonly<Record<Severity, readonly string[]>>;
}

/** What holds while the alert fires: a query over metrics, or an entry in the log. */
export type Condition =
  | {
      readonly kind: 'query';
      readonly query: string;
      /** How long the query must hold. */
      readonly seconds: number;
      /** What must exist before the query can be saved. */
      readonly dependsOn?: readonly ITerraformDependable[];
    }
  | { readonly kind: 'log'; readonly filter: string; readonly labels: Record<string, string> };

/** One alert and when it fires. */
export interface PolicyProps {
  /** Kind of the alert; its page says what to do. */
  readonly alert: AlertName;

  /**
   * Who has to act.
   *
   * @default - what the kind says
   */
  readonly severity?: Severity;

  /** When it fires. */
  readonly condition: Condition;
}

/** The words of Google for who has to act. */
const severities = { page: 'CRITICAL', ticket: 'WARNING' } as const;

/** Longest documentation of a policy, in characters. */
const longestDocumentation = 8192;

/**
 * Makes one policy with its one condition: what a page says what to do about, for all services together. Google charges for
 * conditions, and each series of the result is an incident of its own.
 *
 * @see https://cloud.google.com/monitoring/alerts/cost-control
 */
export function createPolicy(
  scope: Construct,
  context: PolicyContext,
  { alert, severity = alerts[alert].severity, condition }: PolicyProps,
): MonitoringAlertPolicy {
  const { environment, projectId } = context;
  const name = severity === alerts[alert].severity ? alert : `${alert}-${severity}`;
  const documentation = documentationOf(alert, context);
  throwProblems(scope, documentationProblems(documentation));
  return new MonitoringAlertPolicy(scope, pascalCase(name), {
    project: projectId,
    displayName: cloudName(context.name, name),
    combiner: 'OR',
    enabled: true,
    severity: severities[severity],
    conditions: [conditionOf(context, { alert, severity, condition })],
    notificationChannels: [...context.channels[severity]],
    alertStrategy: strategyOf(condition),
    documentation,
    userLabels: { environment, alert, severity },
    ...(condition.kind === 'query' && condition.dependsOn
      ? { dependsOn: [...condition.dependsOn] }
      : {}),
  });
}

/** A new metric is unknown to Google until its first point, and a first apply would be refused. */
function conditionOf(
  { environment }: PolicyContext,
  { alert, severity, condition }: Required<PolicyProps>,
): MonitoringAlertPolicyConditions {
  const displayName = `something ${alerts[alert].means}`;
  if (condition.kind === 'log') {
    const { filter, labels: labelExtractors } = condition;
    return { displayName, conditionMatchedLog: { filter, labelExtractors } };
  }
  return {
    displayName,
    conditionPrometheusQueryLanguage: {
      query: condition.query,
      duration: `${condition.seconds}s`,
      evaluationInterval: '60s',
      ruleGroup: environment,
      // a label name of Prometheus, which has no hyphen
      alertRule: alert.replaceAll('-', '_'),
      labels: { severity },
      disableMetricValidation: true,
    },
  };
}

/** What ends in a log has no end of its own: Google closes the incident, and demands a rate for such notifications alone. */
function strategyOf({ kind }: Condition): MonitoringAlertPolicyAlertStrategy {
  const autoClose = '1800s';
  return kind === 'log'
    ? { autoClose, notificationRateLimit: { period: '300s' } }
    : { autoClose, notificationPrompts: ['OPENED', 'CLOSED'] };
}

function documentationOf(
  alert: AlertName,
  { environment, runbooks }: PolicyContext,
): MonitoringAlertPolicyDocumentation {
  const url = runbookOf(alert, runbooks);
  const content = [
    `Something in ${environment} ${alerts[alert].means}. The labels of the incident say what.`,
    `What to do: ${url}`,
    missingData(alert),
  ].join('\n\n');
  const link = url.startsWith('https://') ? { links: [{ displayName: 'Runbook', url }] } : {};
  return {
    content,
    mimeType: 'text/markdown',
    subject: `${environment}: something ${alerts[alert].means}`,
    ...link,
  };
}

/** PromQL has no setting for missing data: no series is no alert, unless the query asks for the absence itself. */
function missingData(alert: AlertName): string {
  return alert === 'absent'
    ? 'Missing data is what this alert is about: it fires.'
    : 'While there is no data, it does not fire.';
}

function documentationProblems({ content = '' }: MonitoringAlertPolicyDocumentation): string[] {
  if (content.length <= longestDocumentation) return [];
  return [
    `'runbooks' makes a documentation of ${content.length} characters, and Google takes ${longestDocumentation}; use a shorter address`,
  ];
}
