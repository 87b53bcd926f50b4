import { Fn } from 'cdktf';
import { known } from '../core/known';
import { shown } from '../core/validation';

/** The two ranges that one zone gets out of a network's range. */
export interface ZonePlan {
  /** Name of the zone, for example `eu-west-1a`. */
  readonly zone: string;

  /** Last letter of the zone's name, for names and construct ids. */
  readonly letter: string;

  /** Range of the tasks' subnet. */
  readonly privateCidr: string;

  /** Range of the balancer's subnet. */
  readonly publicCidr: string;
}

/** A network has a sixteenth of its range for each of at most 8 zones, twice. */
const letters = 'abcdefgh';
const zoneForm = /^([a-z]{2}(-[a-z]+)+-\d+)([a-h])$/;

/** Smallest network whose sixteenths a balancer accepts: /27. Largest that AWS allows: /16. */
const largestPrefix = 23;
const smallestPrefix = 16;

/**
 * Cuts a range into sixteenths: the lower half for tasks, the upper one for balancers, each by the zone's letter. So a
 * zone that is added or moved in the list never changes the range of another one.
 */
export function planSubnets(cidr: string, zones: readonly string[]): ZonePlan[] {
  return [...zones].sort().map((zone) => {
    const letter = zone.slice(-1);
    const block = letters.indexOf(letter);
    return {
      zone,
      letter,
      privateCidr: sixteenth(cidr, block),
      publicCidr: sixteenth(cidr, letters.length + block),
    };
  });
}

/** What is wrong with the list of zones, or nothing. */
export function zoneProblems(zones: readonly string[]): string[] {
  const malformed = zones.filter((zone) => !known(zone) || !zoneForm.test(zone));
  if (malformed.length > 0) {
    return malformed.map(
      (zone) =>
        `'zones' needs the plain names of availability zones, since construct ids are made of them, got ${shown(zone)}; use for example 'eu-west-1a'`,
    );
  }
  const problems: string[] = [];
  if (zones.length < 2) {
    problems.push(
      `'zones' must name at least two, so that the system outlives one, got ${shown(zones)}; add another zone of the region`,
    );
  }
  if (new Set(zones).size < zones.length) {
    problems.push(`'zones' names one twice, got ${shown(zones)}; keep each once`);
  }
  if (new Set(zones.map((zone) => zoneForm.exec(zone)?.[1])).size > 1) {
    problems.push(`'zones' must be of one region, got ${shown(zones)}; keep one region's`);
  }
  return problems;
}

/** What is wrong with the range of an existing network, or nothing. */
export function cidrProblems(cidr: string): string[] {
  if (!known(cidr) || parse(cidr)) return [];
  return [
    `'cidr' must be an IPv4 range that starts at its first address, got ${shown(cidr)}; use for example '10.0.0.0/16'`,
  ];
}

/** What is wrong with a range that subnets are to be cut from, or nothing. */
export function newCidrProblems(cidr: string, zones: readonly string[]): string[] {
  const range = known(cidr) ? parse(cidr) : undefined;
  if (!range) return cidrProblems(cidr);
  if (range.prefix > largestPrefix) {
    return [
      `'cidr' is too small for ${zones.length} zones, got ${shown(cidr)}: every zone takes two sixteenths, and a balancer's subnet needs 32 addresses; use a range of /${largestPrefix} or larger, for example '10.0.0.0/16'`,
    ];
  }
  if (range.prefix < smallestPrefix) {
    return [
      `'cidr' is larger than AWS allows, got ${shown(cidr)}; use a range of /${smallestPrefix}, for example '10.0.0.0/16'`,
    ];
  }
  return [];
}

interface Range {
  readonly first: number;
  readonly prefix: number;
}

function parse(cidr: string): Range | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)?.slice(1);
  if (!parts) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = parts.map(Number);
  if (prefix > 32 || [a, b, c, d].some((byte) => byte > 255)) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % 2 ** (32 - prefix) === 0 ? { first, prefix } : undefined;
}

function sixteenth(cidr: string, block: number): string {
  const range = known(cidr) ? parse(cidr) : undefined;
  if (!range) return Fn.cidrsubnet(cidr, 4, block);
  const prefix = range.prefix + 4;
  const first = range.first + block * 2 ** (32 - prefix);
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join('.')}/${prefix}`;
}
