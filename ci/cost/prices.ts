import { hoursPerMonth, type Price, prices as trialPrices } from '../sandbox/prices';

/** Where this table is, for whoever reads a printed cost. */
export const priceFile = 'ci/cost/prices.ts';

/** Every price that the system needs beside those of a trial, in us-east-1. */
export const prices = {
  vcpuHour: {
    item: 'Fargate on x86, processor',
    unit: 'vCPU-hour',
    usd: 0.04048,
    page: 'AWS Fargate pricing',
    asOf: '2026-03',
  },
  memoryHour: {
    item: 'Fargate on x86, memory',
    unit: 'GB-hour',
    usd: 0.004445,
    page: 'AWS Fargate pricing',
    asOf: '2026-03',
  },
  publicAddressHour: trialPrices.publicAddressHour,
  natHour: {
    item: 'NAT gateway',
    unit: 'hour',
    usd: 0.045,
    page: 'Amazon VPC pricing',
    asOf: '2026-06-01',
  },
  natGigabyte: {
    item: 'NAT gateway, data',
    unit: 'GB',
    usd: 0.045,
    page: 'Amazon VPC pricing',
    asOf: '2026-06-01',
  },
  endpointHour: {
    item: 'Interface endpoint in one zone',
    unit: 'hour',
    usd: 0.01,
    page: 'AWS PrivateLink pricing',
    asOf: '2026-06-01',
  },
  endpointGigabyte: {
    item: 'Interface endpoint, data',
    unit: 'GB',
    usd: 0.01,
    page: 'AWS PrivateLink pricing',
    asOf: '2026-06-01',
  },
  balancerHour: {
    item: 'Application load balancer',
    unit: 'hour',
    usd: 0.0225,
    page: 'Elastic Load Balancing pricing',
    asOf: '2026-06',
  },
  webAclMonth: {
    item: 'Web ACL',
    unit: 'month',
    usd: 5,
    page: 'AWS WAF pricing',
    asOf: '2026-06',
  },
  webAclRuleMonth: {
    item: 'Rule of a web ACL',
    unit: 'month',
    usd: 1,
    page: 'AWS WAF pricing',
    asOf: '2026-06',
  },
  cacheNodeHour: {
    item: 'Valkey node cache.t4g.micro',
    unit: 'hour',
    usd: 0.0128,
    page: 'Amazon ElastiCache pricing',
    asOf: '2026-11-21',
  },
  keyMonth: {
    item: 'KMS key',
    unit: 'month',
    usd: 1,
    page: 'AWS Key Management Service pricing',
    asOf: '2026-06',
  },
  alarmMetricMonth: {
    item: 'Metric of an alarm',
    unit: 'month',
    usd: 0.1,
    page: 'Amazon CloudWatch pricing',
    asOf: '2026-11-20',
  },
  compositeAlarmMonth: {
    item: 'Composite alarm',
    unit: 'month',
    usd: 0.5,
    page: 'Amazon CloudWatch pricing',
    asOf: '2026-11-20',
  },
  dashboardMonth: {
    item: 'Dashboard beyond the free ones',
    unit: 'month',
    usd: 3,
    page: 'Amazon CloudWatch pricing',
    asOf: '2026-11-21',
  },
  healthCheckMonth: {
    item: 'Health check of an entrance on AWS, by HTTPS',
    unit: 'month',
    usd: 1.5,
    page: 'Amazon Route 53 pricing',
    asOf: '2026-11-21',
  },
  secretMonth: {
    item: 'Secret',
    unit: 'month',
    usd: 0.4,
    page: 'AWS Secrets Manager pricing',
    asOf: '2026-06',
  },
} as const satisfies Record<string, Price>;

/** Name of a price. */
export type PriceName = keyof typeof prices;

/** What so many hours of a month cost. */
export function monthOf(name: PriceName, count: number): number {
  return prices[name].usd * hoursPerMonth * count;
}

/** Dollars with two digits. */
export function dollars(usd: number): string {
  return usd.toFixed(2);
}

/** What stands below every printed cost. */
export function printedSource(): string {
  const dates = Object.values(prices).map(({ asOf }) => asOf);
  return `Prices of us-east-1, the oldest of ${[...dates].sort()[0] ?? ''}, from ${priceFile}. Noted, not quoted: the vendor's pages decide.`;
}
