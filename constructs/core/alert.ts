import type { Severity } from './burn-rate';
import { known } from './known';
import { shown } from './validation';

/** One kind of alert: the same on every platform, with one page that says what to do. */
export interface Alert {
  /** Who has to act, where the burn rate does not say it. */
  readonly severity: Severity;

  /** What is wrong while it fires, as the end of a sentence that starts with the service's name. */
  readonly means: string;
}

/**
 * Every kind of alert by its name. `docs/runbooks/<name>.md` says what to do, and a test holds that there is one page for
 * each name and none besides.
 */
export const alerts = {
  'availability-burn': { severity: 'page', means: 'spends its budget of errors too fast' },
  'latency-burn': { severity: 'page', means: 'spends its budget of slow answers too fast' },
  'server-errors': { severity: 'page', means: 'answers many requests with a server error' },
  'slow-answers': { severity: 'ticket', means: 'answers slowly' },
  absent: { severity: 'page', means: 'does not run' },
  'too-few-tasks': { severity: 'ticket', means: 'runs in fewer copies than it should' },
  'task-churn': { severity: 'ticket', means: 'starts again and again' },
  'unhealthy-targets': { severity: 'page', means: 'fails the health check of its balancer' },
  'at-capacity': { severity: 'page', means: 'cannot grow any further' },
  'cpu-saturated': { severity: 'ticket', means: 'runs out of processor' },
  'memory-saturated': { severity: 'ticket', means: 'runs out of memory' },
  'store-failures': { severity: 'page', means: 'cannot reach what keeps its data' },
  'store-saturated': { severity: 'ticket', means: 'fills what keeps its data' },
  'deployment-failed': { severity: 'page', means: 'could not be deployed' },
  'entrance-down': { severity: 'page', means: 'cannot be reached from the internet' },
  'certificate-expiry': { severity: 'ticket', means: 'has a certificate that ends soon' },
  'budget-spent': { severity: 'ticket', means: 'costs more than was planned' },
} as const satisfies Record<string, Alert>;

/** Name of a kind of alert, and of its runbook page. */
export type AlertName = keyof typeof alerts;

/** Where the runbooks are unless told otherwise: the pages of this repository. */
export const defaultRunbooks = 'docs/runbooks';

/** The page that says what to do about an alert. */
export function runbookOf(name: AlertName, runbooks: string = defaultRunbooks): string {
  return `${withoutEnd(runbooks)}/${name}.md`;
}

/** Every problem of where the runbooks are: without a folder, a page would be `/absent.md`, which nobody finds. */
export function runbooksProblems(runbooks: string | undefined): string[] {
  if (!known(runbooks) || withoutEnd(runbooks.trim()) !== '') return [];
  return [
    `'runbooks' must be a folder or an address, got ${shown(runbooks)}; leave it out for '${defaultRunbooks}'`,
  ];
}

function withoutEnd(runbooks: string): string {
  return runbooks.replace(/\/+$/, '');
}
