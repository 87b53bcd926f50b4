import type { Block, ProviderSchema, Schemas } from './schema';

/** What a provider has in the version that the stacks pin and not yet in that of the committed subset. */
export interface Newer {
  /** The version that the stacks pin, written by hand: whoever raises it there has looked for more differences here. */
  readonly pinned: string;

  /** Kinds and, below kinds that the subset has, single fields: each is written as the provider would report it. */
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
}

const trafficShift: Block['block_types'] = {
  deployment_configuration: {
    nesting_mode: 'list',
    max_items: 1,
    block: {
      attributes: {
        bake_time_in_minutes: { type: 'string', optional: true, computed: true },
        strategy: { type: 'string', optional: true, computed: true },
      },
      block_types: {
        canary_configuration: {
          nesting_mode: 'list',
          max_items: 1,
          block: {
            attributes: {
              canary_bake_time_in_minutes: { type: 'string', optional: true, computed: true },
              canary_percent: { type: 'number', optional: true, computed: true },
            },
          },
        },
        linear_configuration: {
          nesting_mode: 'list',
          max_items: 1,
          block: {
            attributes: {
              step_bake_time_in_minutes: { type: 'string', optional: true, computed: true },
              step_percent: { type: 'number', optional: true, computed: true },
            },
          },
        },
      },
    },
  },
  // as in the subset, and with a block more
  load_balancer: {
    nesting_mode: 'set',
    block: {
      attributes: {
        container_name: { type: 'string', required: true },
        container_port: { type: 'number', required: true },
        elb_name: { type: 'string', optional: true },
        target_group_arn: { type: 'string', optional: true },
      },
      block_types: {
        advanced_configuration: {
          nesting_mode: 'list',
          max_items: 1,
          block: {
            attributes: {
              alternate_target_group_arn: { type: 'string', required: true },
              production_listener_rule: { type: 'string', required: true },
              role_arn: { type: 'string', required: true },
              test_listener_rule: { type: 'string', optional: true },
            },
          },
        },
      },
    },
  },
};

/**
 * Every known difference between the pinned providers and the committed subset. A field that is neither here nor in the
 * subset fails the check: it is a mistake, or it needs a newer provider than the emulated deploy has, and then it is
 * written only when a user asks for it.
 */
export const newer: Readonly<Record<string, Newer>> = {
  aws: {
    pinned: '6.26.0',
    resources: {
      // written where a service is deployed by Deployment.blueGreen, .canary or .linear
      aws_ecs_service: { block_types: trafficShift },
    },
    data: {
      // read where a registry is asked with `lookup: 'list'`
      aws_ecr_images: {
        attributes: {
          image_ids: {
            type: ['list', ['object', { image_digest: 'string', image_tag: 'string' }]],
            computed: true,
          },
          region: { type: 'string', optional: true, computed: true },
          registry_id: { type: 'string', optional: true, computed: true },
          repository_name: { type: 'string', required: true },
        },
      },
    },
  },
};

/** The subset with the differences added. */
export function withNewer(schemas: Schemas, additions = newer): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, added(schema, additions[name])]),
  );
}

function added(schema: ProviderSchema, addition: Newer | undefined): ProviderSchema {
  if (!addition) return schema;
  return {
    ...schema,
    resources: merged(schema.resources, addition.resources),
    data: merged(schema.data, addition.data),
  };
}

function merged(
  known: Readonly<Record<string, Block>>,
  additions: Readonly<Record<string, Block>>,
): Record<string, Block> {
  const both = Object.entries(additions).map(([kind, { attributes, block_types: types }]) => {
    const block = known[kind] ?? {};
    return [
      kind,
      {
        attributes: { ...block.attributes, ...attributes },
        block_types: { ...block.block_types, ...types },
      },
    ] as const;
  });
  return { ...known, ...Object.fromEntries(both) };
}
