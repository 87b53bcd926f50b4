/** What one unit costs, and where that is written. */
export interface Price {
  /** What is billed. */
  readonly item: string;

  /** Unit of the price. */
  readonly unit: string;

  /** US dollars for one unit, in us-east-1. */
  readonly usd: number;

  /** Vendor's page to compare it with. */
  readonly page: string;

  /** Day or month in which the price was noted, from publications about it: compare it with the page before you rely on it. */
  readonly asOf: string;
}

/** Where this table is, for whoever reads a printed cost. */
export const priceFile = 'ci/sandbox/prices.ts';

/** Hours of a month, as bills are estimated. */
export const hoursPerMonth = 730;

/** Every price that the trial of one service needs. */
export const prices = {
  vcpuHour: {
    item: 'Fargate on ARM, processor',
    unit: 'vCPU-hour',
    usd: 0.03238,
    page: 'AWS Fargate pricing',
    asOf: '2026-11-20',
  },
  memoryHour: {
    item: 'Fargate on ARM, memory',
    unit: 'GB-hour',
    usd: 0.00356,
    page: 'AWS Fargate pricing',
    asOf: '2026-11-20',
  },
  publicAddressHour: {
    item: 'Public IPv4 address',
    unit: 'hour',
    usd: 0.005,
    page: 'Amazon VPC pricing',
    asOf: '2026-11-20',
  },
  hostedZoneMonth: {
    item: 'Private hosted zone',
    unit: 'month',
    usd: 0.5,
    page: 'Amazon Route 53 pricing',
    asOf: '2026-11-20',
  },
  millionRequests: {
    item: 'HTTP API requests',
    unit: 'million of up to 512 KB',
    usd: 1,
    page: 'Amazon API Gateway pricing',
    asOf: '2026-11-21',
  },
  logGigabyte: {
    item: 'CloudWatch Logs, taken in',
    unit: 'GB',
    usd: 0.5,
    page: 'Amazon CloudWatch pricing',
    asOf: '2026-06-13',
  },
  imageGigabyteMonth: {
    item: 'ECR, images kept',
    unit: 'GB-month',
    usd: 0.1,
    page: 'Amazon ECR pricing',
    asOf: '2026-03',
  },
  trafficGigabyte: {
    item: 'Traffic to the internet',
    unit: 'GB',
    usd: 0.09,
    page: 'Amazon EC2 on-demand pricing, data transfer',
    asOf: '2026-05',
  },
} as const satisfies Record<string, Price>;

/** Name of a price. */
export type PriceName = keyof typeof prices;

/** Most that Spot takes off. It floats: nobody can promise it. */
export const spotDiscountPercent = 70;

/** What is billed and has no price here: it must never be counted as nothing. */
export const unpriced: readonly string[] = [
  'look-ups that the API makes in Cloud Map, if they are billed to you at all (1 USD per million is the price of your own)',
  'traffic between the two zones, where the link and the task stand in different ones',
  'taxes',
];
