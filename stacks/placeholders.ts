import { type TerraformStack, TerraformVariable } from 'cdktf';

/** Synthesis works without an account; a plan with a placeholder left ends with a sentence that says what to set. */
export function refusePlaceholders(stack: TerraformStack, placeholders: readonly string[]): void {
  if (placeholders.length === 0) return;
  new TerraformVariable(stack, 'placeholders', {
    type: 'string',
    default: 'left',
    description: 'Exists as long as something of stacks/config.ts is a placeholder',
    validation: [
      {
        condition: '${var.placeholders == ""}',
        errorMessage: `Before deploying, set ${placeholders.join(', and ')} (environment variables, described in stacks/settings.ts).`,
      },
    ],
  });
}
