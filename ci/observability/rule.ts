import type { AlertName } from '../../constructs/core/alert';

/** One alert of Prometheus, before its name says who has to act and where the runbook is. */
export interface Rule {
  readonly alert: AlertName;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<'summary' | 'action', string>>;
}

/** A question that a container asks itself is no visitor's. */
export const visitors = 'route!~"/healthz|/readyz"';

/** Lines of one expression, as YAML writes them. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
