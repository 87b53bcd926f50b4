import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

const kind = 'aws_secretsmanager_random_password';

/** How Terraform calls it; the schemas are looked up by this text. */
const type = 'ephemeral.aws_secretsmanager_random_password';

/**
 * A password that Secrets Manager draws while Terraform runs, and that nobody keeps: it stands in no plan and in no state,
 * and only write-only arguments may take it. The bindings know no ephemeral resources, so that the block is written here.
 *
 * Creates: nothing. Needs Terraform 1.11 or newer.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/ephemeral
 */
export class RandomPassword extends TerraformElement {
  /** The password, for a write-only argument. */
  public readonly value: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: { readonly length: number },
  ) {
    super(scope, id, type);
    this.value = `\${${type}.${this.friendlyUniqueId}.random_password}`;
  }

  /** The block as Terraform reads it. */
  public override toTerraform(): object {
    const block = {
      password_length: this.props.length,
      // letters and digits pass every URL, shell and configuration file as they are
      exclude_punctuation: true,
      exclude_lowercase: false,
      exclude_uppercase: false,
      exclude_numbers: false,
      include_space: false,
      require_each_included_type: true,
    };
    return { ephemeral: { [kind]: { [this.friendlyUniqueId]: block } } };
  }
}
