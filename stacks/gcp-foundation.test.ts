import { composeApp } from './app';
import { settingsFrom } from './settings';

/** The kinds of resources of gcp-foundation. */
function kindsWith(variables: Readonly<Record<string, string>>): string[] {
  const app = composeApp(settingsFrom(variables));
  const stack = app.node.findChild('gcp-foundation');
  return stack.node.findAll().map(({ constructor }) => constructor.name);
}

describe('gcp-foundation', () => {
  it('has a budget for whoever names the account that pays', () => {
    const asked = {
      SLIPWAY_GCP_BILLING_ACCOUNT: '012345-6789AB-CDEF01',
      SLIPWAY_GCP_BUDGET: '200',
    };

    expect(kindsWith(asked)).toContain('BillingBudget');
    expect(kindsWith({})).not.toContain('BillingBudget');
  });
});
