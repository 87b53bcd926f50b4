import type { Block } from './schema';

/**
 * What Terraform brings itself, without a provider to install.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export const terraformItself: {
  readonly name: string;
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
  readonly ephemeral: Readonly<Record<string, Block>>;
} = {
  name: 'terraform',
  resources: {
    terraform_data: {
      attributes: {
        id: { type: 'string', computed: true },
        input: { type: 'dynamic', optional: true },
        output: { type: 'dynamic', computed: true },
        triggers_replace: { type: 'dynamic', optional: true },
      },
    },
  },
  ephemeral: {},
  data: {
    // how the framework renders a value of another stack
    terraform_remote_state: {
      attributes: {
        backend: { type: 'string', required: true },
        config: { type: 'dynamic', optional: true },
        defaults: { type: 'dynamic', optional: true },
        outputs: { type: 'dynamic', computed: true },
        workspace: { type: 'string', optional: true },
      },
    },
  },
};
