import { requires, type ReviewRule } from '../rule';

/** A budget of Google tells somebody before it is spent. */
export const gcpBudgetNotified: ReviewRule = {
  id: 'gcp-budget-notified',
  title: 'a budget of Google tells somebody before it is spent',
  rationale: 'Google stops nothing when a budget is spent: whoever is not told pays.',
  remedy: "write 'threshold_rules'",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/billing/docs/how-to/budgets',
  types: ['google_billing_budget'],
  check: ({ block }, evidence) => {
    const rules = evidence.blocks(block.threshold_rules);
    return requires(rules && rules.length > 0, "'threshold_rules' are missing");
  },
};
