import {
  hoursPerMonth,
  priceFile,
  type PriceName,
  prices,
  spotDiscountPercent,
  unpriced,
} from './prices';

/** A synthesized stack, as far as a bill asks. */
export interface Bill {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
}

/** One line of a monthly cost. */
export interface CostLine {
  /** What is billed. */
  readonly item: string;

  /** How much of it: `0.25 vCPU x 730 h`. */
  readonly amount: string;

  /** US dollars a month: at the lowest, and at the most that the same amount can cost. */
  readonly from: number;
  readonly to: number;
}

/** What is assumed of the use of a trial, which no stack says. */
export const assumed = {
  requests: 100_000,
  logGigabytes: 0.1,
  imageGigabytes: 0.01,
  trafficGigabytes: 0.1,
} as const;

/** Kinds of resource that cost by themselves or by use; each has a line. */
const paidKinds = [
  'aws_apigatewayv2_api',
  'aws_cloudwatch_log_group',
  'aws_ecr_repository',
  'aws_ecs_service',
  'aws_service_discovery_private_dns_namespace',
];

/** Kinds of resource that cost nothing by themselves, whatever goes through them. */
const freeKinds = [
  'aws_apigatewayv2_integration',
  'aws_apigatewayv2_route',
  'aws_apigatewayv2_stage',
  'aws_apigatewayv2_vpc_link',
  'aws_default_security_group',
  'aws_ecr_lifecycle_policy',
  'aws_ecs_cluster',
  'aws_ecs_cluster_capacity_providers',
  'aws_ecs_task_definition',
  'aws_flow_log',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_internet_gateway',
  'aws_route',
  'aws_route_table',
  'aws_route_table_association',
  'aws_security_group',
  'aws_service_discovery_http_namespace',
  'aws_service_discovery_service',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
];

/** The monthly cost of the stacks of a trial, read out of what Terraform will make. */
export function monthlyCost(stacks: readonly Bill[]): CostLine[] {
  const all = (kind: string) =>
    stacks.flatMap(({ resource = {} }) => Object.values(resource[kind] ?? {}));
  const tasks = all('aws_ecs_service').reduce((sum, one) => sum + Number(one.desired_count), 0);
  const [task = {}] = all('aws_ecs_task_definition');
  const [vcpu, gigabytes] = [Number(task.cpu) / 1024, Number(task.memory) / 1024];
  const zones = all('aws_service_discovery_private_dns_namespace').length;
  const hours = (amount: number) => amount * hoursPerMonth;
  const { requests, logGigabytes, imageGigabytes, trafficGigabytes } = assumed;
  return [
    onSpot('vcpuHour', hours(vcpu * tasks), `${tasks} x ${vcpu} vCPU x ${hoursPerMonth} h`),
    onSpot(
      'memoryHour',
      hours(gigabytes * tasks),
      `${tasks} x ${gigabytes} GB x ${hoursPerMonth} h`,
    ),
    line('publicAddressHour', hours(tasks), `${tasks} x ${hoursPerMonth} h`),
    line('hostedZoneMonth', zones, String(zones)),
    line('millionRequests', requests / 1e6, `${requests} assumed`),
    line('logGigabyte', logGigabytes, `${logGigabytes} GB assumed`),
    line('imageGigabyteMonth', imageGigabytes, `${imageGigabytes} GB assumed`),
    line('trafficGigabyte', trafficGigabytes, `${trafficGigabytes} GB assumed`),
  ];
}

/** What must not be in a trial, or what nobody has thought about: kinds with neither a price nor a reason to have none. */
export function unknownKinds(stacks: readonly Bill[]): string[] {
  const kinds = stacks.flatMap(({ resource = {} }) => Object.keys(resource));
  const known = new Set([...paidKinds, ...freeKinds]);
  return [...new Set(kinds)].filter((kind) => !known.has(kind)).sort();
}

/** The rows of the cost as a table: heading, lines, sum. */
export function costRows(lines: readonly CostLine[]): string[][] {
  const [from, to] = [sum(lines.map((one) => one.from)), sum(lines.map((one) => one.to))];
  return [
    ['What', 'How much', 'USD a month'],
    ...lines.map((one) => [one.item, one.amount, range(one.from, one.to)]),
    ['Together', `Spot at -${spotDiscountPercent} % to no discount at all`, range(from, to)],
  ];
}

/** The cost in words, for a terminal. */
export function printCost(lines: readonly CostLine[]): string {
  const rows = costRows(lines);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const dates = Object.values(prices).map(({ asOf }) => asOf);
  return [
    ...rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')),
    '',
    `Prices of us-east-1, the oldest of ${[...dates].sort()[0] ?? ''}, from ${priceFile}. Noted, not quoted: the vendor's pages decide. The free tier is not counted.`,
    `Not priced: ${unpriced.join('; ')}.`,
  ].join('\n');
}

function line(name: PriceName, amount: number, text: string): CostLine {
  const { item, usd } = prices[name];
  return { item, amount: text, from: amount * usd, to: amount * usd };
}

function onSpot(name: PriceName, amount: number, text: string): CostLine {
  const { item, amount: words, to } = line(name, amount, text);
  return {
    item: `${item}, on Spot`,
    amount: words,
    from: to * (1 - spotDiscountPercent / 100),
    to,
  };
}

function range(from: number, to: number): string {
  return from === to ? from.toFixed(2) : `${from.toFixed(2)} to ${to.toFixed(2)}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
