import { isIPv4, isIPv6 } from 'node:net';

/** A run of addresses of one family, both ends included. */
export interface AddressRange {
  /** Family of the addresses. */
  readonly family: 4 | 6;

  /** First address, as a number. */
  readonly first: bigint;

  /** Last address, as a number. */
  readonly last: bigint;
}

/** Reads `10.0.0.0/16` or a lone address; undefined where it is neither. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  if (rest.length > 0) return undefined;
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined;
  if (!family) return undefined;
  const bits = family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d+$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = (family === 4 ? ipv4Number(address) : ipv6Number(address)) & ~(size - 1n);
  return { family, first, last: first + size - 1n };
}

/** Whether two ranges have an address in common. */
export function overlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** The part of the internet that ranges reach: everything, some of it, or nothing but private addresses. */
export function internetShare(ranges: readonly AddressRange[]): 'all' | 'some' | 'none' {
  const open = ranges.some((range) => !within(range, merged(privateRanges[range.family])));
  if (!open) return 'none';
  const whole = ([4, 6] as const).some((family) => {
    const reached = merged(
      [...ranges, ...privateRanges[family]].filter((r) => r.family === family),
    );
    return reached.length === 1 && within(everything[family], reached);
  });
  return whole ? 'all' : 'some';
}

const everything = {
  4: { family: 4, first: 0n, last: (1n << 32n) - 1n },
  6: { family: 6, first: 0n, last: (1n << 128n) - 1n },
} as const;

/**
 * Addresses that no packet from the internet carries.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
const privateRanges = {
  4: ranges(
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '224.0.0.0/3',
  ),
  // global unicast is 2000::/3
  6: ranges('::/3', '4000::/2', '8000::/1'),
};

function ranges(...texts: string[]): AddressRange[] {
  return texts.flatMap((text) => parseRange(text) ?? []);
}

/** The same addresses in as few ranges as possible, in order. */
function merged(list: readonly AddressRange[]): AddressRange[] {
  const sorted = [...list].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const result: AddressRange[] = [];
  for (const range of sorted) {
    const before = result.at(-1);
    if (before?.family === range.family && range.first <= before.last + 1n) {
      const last = before.last > range.last ? before.last : range.last;
      result[result.length - 1] = { ...before, last };
    } else result.push(range);
  }
  return result;
}

function within(range: AddressRange, list: readonly AddressRange[]): boolean {
  return list.some(
    (outer) =>
      outer.family === range.family && outer.first <= range.first && range.last <= outer.last,
  );
}

function ipv4Number(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6Number(address: string): bigint {
  // the last 32 bits may be written as IPv4
  const text = address.replace(/%.*$/, '').replace(/[\d.]+\.[\d.]+$/, (tail) => {
    const value = ipv4Number(tail);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = text.split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
