import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';

/** Addresses of every subnet that Google keeps for itself. */
const reservedAddresses = 4;

/**
 * Addresses that one instance takes: its own and one for the instance that replaces it.
 *
 * @see https://cloud.google.com/run/docs/configuring/vpc-direct-vpc
 */
const addressesPerInstance = 2;

/** A subnet and how many instances of Cloud Run it has to hold. */
export interface SubnetRange {
  /** IPv4 range, for example `10.0.0.0/22`. */
  readonly cidr: string;

  /** Instances at the most, or undefined for as many as fit. */
  readonly maxInstances: number | undefined;
}

/** How many instances of Cloud Run a range has addresses for. */
export function capacityOf(cidr: string): number {
  const addresses = 2 ** (32 - prefixOf(cidr));
  return Math.max(0, Math.floor((addresses - reservedAddresses) / addressesPerInstance));
}

/** Every problem of a subnet that Cloud Run is to use. */
export function subnetRangeProblems(range: SubnetRange): string[] {
  if (!known(range.cidr)) return [];
  const malformed = problemsOf(range, formRules);
  return malformed.length > 0 ? malformed : problemsOf(range, sizeRules);
}

function prefixOf(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf('/') + 1));
}

/** The number that an IPv4 address stands for, or NaN. */
function numberOf(address: string): number {
  const parts = address.split('.').map(Number);
  const wrong = parts.length !== 4 || parts.some((part) => part > 255);
  return wrong ? NaN : parts.reduce((sum, part) => sum * 256 + part, 0);
}

function isPrivate(cidr: string): boolean {
  return /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
    cidr,
  );
}

function isRange(cidr: string): boolean {
  if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(cidr) || prefixOf(cidr) > 32) return false;
  return numberOf(cidr.slice(0, cidr.indexOf('/'))) % 2 ** (32 - prefixOf(cidr)) === 0;
}

const formRules: readonly Rule<SubnetRange>[] = [
  {
    broken: ({ cidr }) => !isRange(cidr),
    message: ({ cidr }) =>
      `'cidr' must be an IPv4 range that starts where its size allows, got ${shown(cidr)}; use for example '10.0.0.0/22'`,
  },
];

const sizeRules: readonly Rule<SubnetRange>[] = [
  {
    broken: ({ cidr }) => !isPrivate(cidr),
    message: ({ cidr }) =>
      `'cidr' must be a private range, got ${shown(cidr)}; use a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10`,
  },
  {
    broken: ({ cidr }) => prefixOf(cidr) > 26 || prefixOf(cidr) < 8,
    message: ({ cidr }) =>
      `'cidr' must be /26 or larger, which Direct VPC egress demands, and no larger than /8, got ${shown(cidr)}; use for example '10.0.0.0/22'`,
  },
  {
    broken: ({ maxInstances }) =>
      known(maxInstances) && (!Number.isInteger(maxInstances) || maxInstances < 1),
    message: ({ maxInstances }) =>
      `'maxInstances' must be a whole number of at least 1, got ${shown(maxInstances)}; use the sum over all services`,
  },
  {
    broken: ({ cidr, maxInstances }) => known(maxInstances) && maxInstances > capacityOf(cidr),
    message: ({ cidr, maxInstances }) =>
      `'cidr' needs ${addressesPerInstance} addresses for each of 'maxInstances' (${shown(maxInstances)}), and ${shown(cidr)} holds ${capacityOf(cidr)} instances; take a larger range or allow fewer instances`,
  },
];
