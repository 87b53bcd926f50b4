import { stringify } from 'yaml';
import { alerts, runbookOf } from '../../constructs/core/alert';
import { resolveWorkload } from '../../constructs/core/workload';
import { type ObjectiveName, objectives } from '../../services/objectives';
import { system } from '../../services/system';
import { burnRules, type ServiceObjective } from './burn-rules';
import { quickRules } from './quick-rules';
import type { Rule } from './rule';

/** The rendered rules that the profile `observability` uses. */
export const rulesPath = 'services/prometheus/rules.yml';

/** The rules of a laptop, as the file holds them. */
export function renderRules(): string {
  const groups = [
    { name: 'services', rules: quickRules().map(whole) },
    // a day of samples every five seconds would keep a laptop busy
    { name: 'objectives', interval: '1m', rules: burnRules(observed()).map(whole) },
  ];
  const text = stringify({ groups }, { lineWidth: 0, singleQuote: true });
  return `# rendered from services/objectives.ts; \`npm run prometheus:local\` renders it again\n${text}`;
}

/** The services whose answers Prometheus sees: uptime has no metrics, and the proxy counts no statuses. */
export function observed(): ServiceObjective[] {
  return Object.entries(system.workloads).flatMap(([name, workload]) => {
    const { metricsPort, protocol } = resolveWorkload(workload);
    if (metricsPort === undefined) return [];
    const objective = objectives[name as ObjectiveName] ?? {};
    return [{ name, objective, sockets: protocol === 'websocket' }];
  });
}

/** A rule with everything that its name says. */
function whole({ alert, labels, annotations, ...rest }: Rule) {
  return {
    alert,
    ...rest,
    labels: { severity: alerts[alert].severity, ...labels },
    annotations: { ...annotations, runbook: runbookOf(alert) },
  };
}
