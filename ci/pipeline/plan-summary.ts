/** A plan as `terraform show -json` writes it, as far as it is summarized. */
export interface PlanDocument {
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly StateResource[] } };
  };
}

/** What happens to one resource. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  };
}

/** What is known of one resource, or of one data source, when a plan is made. */
export interface StateResource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a plan would do with one resource. */
export type Action = 'create' | 'update' | 'replace' | 'delete';

/** One line of a summary. Values are left out: some are secret. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Arguments that become others. */
  readonly changes: readonly string[];
}

/** A plan in short. */
export interface PlanSummary {
  readonly stack: string;
  readonly counts: Readonly<Record<Action, number>>;
  readonly changes: readonly PlannedChange[];
}

const order: readonly Action[] = ['delete', 'replace', 'update', 'create'];

/** What a plan would change, the dangerous first. */
export function summaryOf(stack: string, changes: readonly ResourceChange[] = []): PlanSummary {
  const planned = changes.flatMap(({ address, type, change }): PlannedChange[] => {
    const action = actionOf(change.actions);
    if (action === undefined) return [];
    return [{ address, type, action, changes: differing(change.before, change.after) }];
  });
  const count = (wanted: Action) => planned.filter(({ action }) => action === wanted).length;
  return {
    stack,
    counts: {
      create: count('create'),
      update: count('update'),
      replace: count('replace'),
      delete: count('delete'),
    },
    changes: planned.sort(
      (a, b) =>
        order.indexOf(a.action) - order.indexOf(b.action) || (a.address < b.address ? -1 : 1),
    ),
  };
}

/** One sentence. */
export function countsInWords({ counts }: PlanSummary): string {
  const words = order.flatMap((action) =>
    counts[action] > 0 ? [`${counts[action]} to ${action}`] : [],
  );
  return words.length === 0 ? 'no change' : words.join(', ');
}

/**
 * The summary for a pull request or a job's page.
 *
 * @param absent images that were planned without being in the registry
 */
export function markdownOf(summary: PlanSummary, absent: readonly string[] = []): string {
  const head = `### ${summary.stack}: ${countsInWords(summary)}\n`;
  const rows = summary.changes.map(
    ({ action, address, changes }) =>
      `| ${action} | \`${address}\` | ${action === 'create' ? '' : changes.join(', ')} |`,
  );
  const table = ['| | resource | arguments |', '| --- | --- | --- |', ...rows, ''];
  return [head, ...noteOf(absent), ...(rows.length === 0 ? [] : table)].join('\n');
}

/** What stands in the place of a plan that could not be made. */
export function markdownOfFailure(stack: string, reason: string): string {
  // a fence in the reason would end the one around it
  const text = reason.trimEnd().replaceAll('```', "'''");
  return `### ${stack}: no plan\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}

function noteOf(absent: readonly string[]): string[] {
  if (absent.length === 0) return [];
  return [
    'Not in the registry yet, and planned with a digest of zeros; they are pushed before they are deployed:\n',
    ...absent.map((image) => `- \`${image}\``),
    '',
  ];
}

function actionOf(actions: readonly string[]): Action | undefined {
  if (actions.includes('create')) return actions.includes('delete') ? 'replace' : 'create';
  if (actions.includes('update')) return 'update';
  return actions.includes('delete') ? 'delete' : undefined;
}

/** Arguments whose values differ. */
export function differing(
  before: ResourceChange['change']['before'],
  after: typeof before,
): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    .sort();
}
