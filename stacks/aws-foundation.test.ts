import { composeApp } from './app';
import { settingsFrom } from './settings';

/** The kinds of resources of aws-foundation. */
function kindsWith(variables: Readonly<Record<string, string>>): string[] {
  const app = composeApp(settingsFrom(variables));
  const stack = app.node.findChild('aws-foundation');
  return stack.node.findAll().map(({ constructor }) => constructor.name);
}

describe('aws-foundation', () => {
  it('has a budget for whoever names an amount', () => {
    expect(kindsWith({ SLIPWAY_AWS_BUDGET: '400' })).toContain('BudgetsBudget');
    expect(kindsWith({})).not.toContain('BudgetsBudget');
  });
});
