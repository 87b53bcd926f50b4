import { type Block, committedSchemas } from '../ci/schema/schema';
import { synthesizedStacks } from '../ci/schema/stacks';

type Attributes = Readonly<Record<string, unknown>>;

interface Document {
  readonly provider: Readonly<Record<string, readonly Attributes[]>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

const schemas = committedSchemas();
const all = synthesizedStacks() as Readonly<Record<string, Document>>;
const stacksOf = (provider: string) =>
  Object.entries(all).filter(([, document]) => provider in document.provider);
const everyTag = ['managed-by', 'project', 'stack'];

/** The provider of a resource: the one that it names, or the one without a name. */
function providerOf(document: Document, kind: string, { provider }: Attributes): Attributes {
  const name = kind.split('_')[0]!;
  const alias = typeof provider === 'string' ? provider.split('.')[1] : undefined;
  return document.provider[name]?.find((one) => one.alias === alias) ?? {};
}

/** The names of the tags that AWS gets for a resource: the provider's and its own. */
function tagsOf(document: Document, kind: string, block: Attributes): string[] {
  const { default_tags: defaults } = providerOf(document, kind, block) as {
    default_tags?: readonly { readonly tags: object }[];
  };
  const own = (block.tags as object | undefined) ?? {};
  return Object.keys({ ...defaults?.[0]?.tags, ...own });
}

/** Resources that AWS could tag and that lack one of the tags that all have. */
function untagged(document: Document): string[] {
  return Object.entries(document.resource).flatMap(([kind, named]) => {
    // what has `tags` alone, as a group of auto scaling has, gets none from the provider
    const attributes = schemas.aws!.resources[kind]?.attributes ?? {};
    if (!('tags' in attributes || 'tags_all' in attributes)) return [];
    const fromProvider = 'tags_all' in attributes;
    return Object.entries(named)
      .filter(([, block]) => {
        const tags = fromProvider ? tagsOf(document, kind, block) : Object.keys(block.tags ?? {});
        return !everyTag.every((tag) => tags.includes(tag));
      })
      .map(([name]) => `${kind}.${name}`);
  });
}

/** Paths below a block at which a resource of Google may have labels. */
function labelPaths({ attributes = {}, block_types: types = {} }: Block, prefix = ''): string[] {
  return [
    ...('labels' in attributes ? [`${prefix}labels`] : []),
    ...Object.entries(types).flatMap(([name, { block }]) => labelPaths(block, `${prefix}${name}.`)),
  ];
}

/** Kinds of Google with labels that its provider would not add to. */
function unlabelled(document: Document): string[] {
  return Object.keys(document.resource).filter((kind) => {
    const block = schemas.google!.resources[kind]!;
    // its labels are the address; those of ours are user_labels
    if (kind === 'google_monitoring_notification_channel') return false;
    if (!('labels' in (block.attributes ?? {}))) return false;
    return !('terraform_labels' in block.attributes!);
  });
}

describe('the tags of AWS', () => {
  it.each(stacksOf('aws'))('are on everything that %s can tag', (_, document) => {
    expect(untagged(document)).toEqual([]);
  });

  it.each(stacksOf('aws'))('of %s tell the stack, from every region', (name, document) => {
    for (const { default_tags: defaults } of document.provider.aws!) {
      expect(defaults).toEqual([
        { tags: { project: 'slipway', stack: name, 'managed-by': 'slipway' } },
      ]);
    }
  });

  it.each(stacksOf('aws').filter(([, { resource }]) => 'aws_ecs_service' in resource))(
    'reach the tasks of %s',
    (_, { resource }) => {
      for (const service of Object.values(resource.aws_ecs_service!)) {
        expect(service).toMatchObject({
          propagate_tags: 'SERVICE',
          enable_ecs_managed_tags: true,
        });
      }
    },
  );

  it('are on kinds that keep data, take requests or may do something', () => {
    const kinds = Object.keys(all['ecs-prod']!.resource);
    const tagged = kinds.filter(
      (kind) => 'tags_all' in (schemas.aws!.resources[kind]?.attributes ?? {}),
    );

    expect(tagged).toEqual(
      expect.arrayContaining([
        ...['aws_ecs_service', 'aws_ecs_task_definition', 'aws_cloudwatch_log_group'],
        ...['aws_iam_role', 'aws_lb', 'aws_lb_listener_rule', 'aws_lb_target_group'],
        ...['aws_efs_file_system', 'aws_efs_access_point', 'aws_elasticache_replication_group'],
        ...['aws_s3_bucket', 'aws_s3_object', 'aws_security_group', 'aws_vpc', 'aws_subnet'],
        ...['aws_cloudformation_stack', 'aws_wafv2_web_acl', 'aws_vpc_endpoint', 'aws_flow_log'],
      ]),
    );
  });

  it('fails when a provider has no default tags, or a resource takes another provider', () => {
    const { resource } = all['aws-state']!;
    const bare: Document = { provider: { aws: [{}] }, resource };
    const other: Document = {
      provider: { aws: [all['aws-state']!.provider.aws![0]!, { alias: 'other' }] },
      resource: { aws_vpc: { V: { provider: 'aws.other', tags: { Name: 'v' } } } },
    };

    expect(untagged(bare)).not.toEqual([]);
    expect(untagged(other)).toEqual(['aws_vpc.V']);
  });
});

describe('the labels of Google Cloud', () => {
  it.each(stacksOf('google'))('of %s come from its provider', (name, document) => {
    expect(document.provider.google).toEqual([
      expect.objectContaining({
        default_labels: { project: 'slipway', stack: name, 'managed-by': 'slipway' },
      }),
    ]);
    expect(unlabelled(document)).toEqual([]);
  });

  it('are missing on no kind of ours that could have them', () => {
    const labelled = Object.entries(schemas.google!.resources).filter(
      ([, block]) => labelPaths(block).length > 0,
    );
    const inside = labelled.flatMap(([kind, block]) =>
      labelPaths(block)
        .filter((path) => path !== 'labels')
        .map((path) => `${kind}.${path}`),
    );

    expect(labelled.map(([kind]) => kind)).toContain('google_cloud_run_v2_service');
    expect(inside.sort()).toEqual([
      // whose costs count
      'google_billing_budget.budget_filter.labels',
      // labels of one revision: another default label would make a new revision of every service
      'google_cloud_run_v2_service.template.labels',
      // what a query adds to its result, and what a check is about
      'google_monitoring_alert_policy.conditions.condition_prometheus_query_language.labels',
      'google_monitoring_uptime_check_config.monitored_resource.labels',
    ]);
  });
});
