import type { Bill } from '../sandbox/cost';
import { hoursPerMonth } from '../sandbox/prices';
import { dollars, monthOf, prices } from './prices';

/** A stack with what it reads. */
export type Stack = Bill & { readonly data?: Bill['resource'] };

/** One line of a monthly cost. */
export interface CostLine {
  readonly item: string;

  /** How much of it. */
  readonly amount: string;

  readonly usd: number;
}

type Block = Readonly<Record<string, unknown>>;

/** Kinds that cost at rest; each is in a line. */
const atRest = [
  'aws_cloudwatch_composite_alarm',
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_metric_alarm',
  'aws_ecs_service',
  'aws_eip',
  'aws_elasticache_replication_group',
  'aws_kms_key',
  'aws_lb',
  'aws_nat_gateway',
  'aws_route53_health_check',
  'aws_secretsmanager_secret',
  'aws_vpc_endpoint',
  'aws_wafv2_web_acl',
];

/** Kinds that cost by use alone: by what is kept in them or goes through them. */
export const byUse: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'logs by the GB',
  aws_cloudwatch_query_definition: 'queries of logs by the GB that they read',
  aws_ecr_repository: 'images by the GB and month',
  aws_ecs_cluster: 'Container Insights by the metric',
  aws_efs_file_system: 'files and their backups by the GB and month',
  aws_flow_log: 'flow logs by the GB',
  aws_lb_listener: 'units of load by the hour',
  aws_sns_topic: 'messages of alarms by the million',
  aws_s3_bucket: 'objects by the GB and month, and requests',
};

/** Kinds that cost nothing by themselves, or what several of them begin with, up to a `_`. */
const free = [
  'aws_acm_certificate',
  'aws_acm_certificate_validation',
  'aws_appautoscaling_',
  'aws_cloudformation_stack',
  'aws_cloudwatch_event_',
  'aws_default_security_group',
  'aws_ecr_lifecycle_policy',
  'aws_ecs_cluster_capacity_providers',
  'aws_ecs_task_definition',
  'aws_efs_access_point',
  'aws_efs_backup_policy',
  'aws_efs_file_system_policy',
  'aws_efs_mount_target',
  'aws_elasticache_parameter_group',
  'aws_elasticache_subnet_group',
  'aws_iam_',
  'aws_internet_gateway',
  'aws_kms_alias',
  'aws_lb_listener_rule',
  'aws_lb_target_group',
  'aws_route',
  'aws_route53_record',
  'aws_route_table',
  'aws_route_table_association',
  'aws_s3_bucket_',
  'aws_s3_object',
  'aws_secretsmanager_secret_version',
  'aws_security_group',
  'aws_service_discovery_http_namespace',
  'aws_sns_topic_',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_security_group_',
  'aws_wafv2_web_acl_association',
  'terraform_data',
];

/** What the stacks cost at rest, read out of what Terraform will make. */
export function systemCost(stacks: readonly Stack[]): CostLine[] {
  const all = (kind: string): Block[] =>
    stacks.flatMap(({ resource = {} }) => Object.values(resource[kind] ?? {}));
  const addresses = all('aws_lb').filter(({ internal }) => internal !== true);
  const acls = all('aws_wafv2_web_acl');
  const secrets =
    all('aws_secretsmanager_secret').length +
    sum(stacks.map(({ data = {} }) => Object.keys(data.aws_secretsmanager_secret ?? {}).length));
  return [
    ...stacks.flatMap(taskLines),
    hourly('endpointHour', sum(all('aws_vpc_endpoint').map(zonesOf))),
    hourly('natHour', all('aws_nat_gateway').length),
    hourly('balancerHour', all('aws_lb').length),
    hourly('publicAddressHour', sum(addresses.map(subnetsOf)) + all('aws_eip').length),
    monthly('webAclMonth', acls.length),
    monthly('webAclRuleMonth', sum(acls.map(({ rule }) => (rule as unknown[]).length))),
    hourly('cacheNodeHour', sum(all('aws_elasticache_replication_group').map(nodesOf))),
    monthly('alarmMetricMonth', sum(all('aws_cloudwatch_metric_alarm').map(metricsOf))),
    monthly('compositeAlarmMonth', all('aws_cloudwatch_composite_alarm').length),
    monthly('dashboardMonth', paidDashboards(all('aws_cloudwatch_dashboard'))),
    monthly('healthCheckMonth', all('aws_route53_health_check').length),
    monthly('keyMonth', all('aws_kms_key').length),
    monthly('secretMonth', secrets),
    // what has no price is no number, and stays
  ].filter(({ usd }) => usd !== 0);
}

/** Kinds that nobody has thought about: with neither a price nor a reason to have none. */
export function unknownKinds(stacks: readonly Stack[]): string[] {
  const kinds = stacks.flatMap(({ resource = {} }) => Object.keys(resource));
  const known = (kind: string) =>
    [...atRest, ...Object.keys(byUse)].includes(kind) ||
    free.some((one) => (one.endsWith('_') ? kind.startsWith(one) : kind === one));
  return [...new Set(kinds)].filter((kind) => !known(kind)).sort();
}

/** Dollars a month of all lines. */
export function together(lines: readonly CostLine[]): number {
  return sum(lines.map(({ usd }) => usd));
}

/** The cost as a table: heading, lines, sum. */
export function systemRows(lines: readonly CostLine[]): string[][] {
  return [
    ['What', 'How much', 'USD a month'],
    ...lines.map(({ item, amount, usd }) => [item, amount, dollars(usd)]),
    ['Together', 'at rest', dollars(together(lines))],
  ];
}

function taskLines({ resource = {} }: Stack): CostLine[] {
  const services: Block[] = Object.values(resource.aws_ecs_service ?? {});
  const sizes = services.map(({ desired_count: count, task_definition: reference }) => {
    const address = /aws_ecs_task_definition\.(\w+)\./.exec(String(reference))?.[1] ?? '';
    const { cpu, memory } = resource.aws_ecs_task_definition?.[address] ?? {};
    return { count: Number(count), vcpu: Number(cpu) / 1024, gigabytes: Number(memory) / 1024 };
  });
  const tasks = sum(sizes.map(({ count }) => count));
  const vcpu = sum(sizes.map(({ count, vcpu: each }) => count * each));
  const gigabytes = sum(sizes.map(({ count, gigabytes: each }) => count * each));
  const inTasks = (amount: number, unit: string) =>
    `${amount} ${unit} in ${tasks} tasks x ${hoursPerMonth} h`;
  return [
    { ...hourly('vcpuHour', vcpu), amount: inTasks(vcpu, 'vCPU') },
    { ...hourly('memoryHour', gigabytes), amount: inTasks(gigabytes, 'GB') },
  ];
}

function hourly(name: keyof typeof prices, count: number): CostLine {
  const usd = monthOf(name, count);
  return { item: prices[name].item, amount: `${count} x ${hoursPerMonth} h`, usd };
}

function monthly(name: keyof typeof prices, count: number): CostLine {
  return { item: prices[name].item, amount: String(count), usd: prices[name].usd * count };
}

function zonesOf({ vpc_endpoint_type: type, subnet_ids: subnets }: Block): number {
  return type === 'Interface' ? (subnets as unknown[]).length : 0;
}

function subnetsOf({ subnets }: Block): number {
  return (subnets as unknown[]).length;
}

/** A node of another type has no price here: it must not be counted as one that has. */
function nodesOf({ node_type: type, num_cache_clusters: count }: Block): number {
  return type === 'cache.t4g.micro' ? Number(count) : NaN;
}

/** Each metric that an alarm reads is billed as an alarm; what is computed of them is not. */
function metricsOf({ metric_query: queries = [] }: Block): number {
  return Math.max(1, (queries as Block[]).filter(({ metric }) => metric !== undefined).length);
}

/** Free are three dashboards of an account, of 50 metrics each at the most. */
function paidDashboards(all: readonly Block[]): number {
  const small = all.filter((one) => metricsShown(one) <= 50).length;
  return all.length - Math.min(3, small);
}

/** Metrics of a dashboard by their words, whatever it draws of them. */
function metricsShown({ dashboard_body: body }: Block): number {
  const { widgets } = body as { widgets: { properties: { metrics?: unknown[][] } }[] };
  const lines = widgets.flatMap(({ properties: { metrics = [] } }) => metrics);
  const words = lines.map((line) => line.filter((one) => typeof one === 'string').join(' '));
  return new Set(words.filter((name) => name !== '')).size;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
