import type { Block, BlockType } from './schema';

const condition: BlockType = {
  nesting_mode: 'list',
  block: {
    attributes: {
      condition: { type: 'bool', required: true },
      error_message: { type: 'string', required: true },
    },
  },
};
const conditions = { postcondition: condition, precondition: condition };

const ofEveryObject = {
  count: { type: 'number', optional: true },
  depends_on: { type: ['list', 'string'], optional: true },
  // a set can only come out of an expression
  for_each: { type: ['map', 'dynamic'], optional: true },
  provider: { type: 'string', optional: true },
} as const;

/**
 * What Terraform itself understands in a block of each sort, whatever the provider.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments
 */
export const metaArguments = {
  resources: {
    attributes: {
      ...ofEveryObject,
      // their content is the provisioner's business
      connection: { type: 'dynamic', optional: true },
      provisioner: { type: 'dynamic', optional: true },
    },
    block_types: {
      lifecycle: lifecycle({
        attributes: {
          create_before_destroy: { type: 'bool', optional: true },
          // a list of names, or the word `all`
          ignore_changes: { type: 'dynamic', optional: true },
          prevent_destroy: { type: 'bool', optional: true },
          replace_triggered_by: { type: ['list', 'string'], optional: true },
        },
        block_types: conditions,
      }),
    },
  },
  data: {
    attributes: ofEveryObject,
    block_types: { lifecycle: lifecycle({ block_types: conditions }) },
  },
  ephemeral: {
    attributes: ofEveryObject,
    block_types: { lifecycle: lifecycle({ block_types: conditions }) },
  },
  provider: {
    attributes: {
      alias: { type: 'string', optional: true },
      version: { type: 'string', optional: true },
    },
  },
} as const satisfies Record<string, Block>;

function lifecycle(block: Block): BlockType {
  return { nesting_mode: 'single', block };
}
