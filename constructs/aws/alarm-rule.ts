import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * What changes with the rule of a composite alarm. CloudWatch deletes no alarm that a rule names, and Terraform deletes a part
 * before it updates the alarm that joins it: another rule is another alarm, which goes before its parts.
 *
 * The framework has a class for this kind, which asks for a Terraform on the machine that synthesizes.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/34807
 */
export class AlarmRule extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly rule: string,
  ) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: { rule: this.rule } };
  }
}
