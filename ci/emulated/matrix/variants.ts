/** What an environment may choose, each with every value that is tried. */
export const dimensions = {
  entrance: ['domain', 'CloudFront'],
  egress: ['nat', 'endpoints'],
  capacity: ['onDemand', 'spot'],
  imageManagedBy: ['stack', 'pipeline'],
} as const;

/** One choice for each dimension. */
export type Variant = {
  readonly [Name in keyof typeof dimensions]: (typeof dimensions)[Name][number];
};

/**
 * All sixteen would take three times as long. Here every value meets every value of every other dimension once or
 * more. What takes longest comes first, so that the end is not waiting for it.
 */
export const variants: readonly Variant[] = [
  { entrance: 'CloudFront', egress: 'nat', capacity: 'spot', imageManagedBy: 'pipeline' },
  { entrance: 'CloudFront', egress: 'endpoints', capacity: 'onDemand', imageManagedBy: 'pipeline' },
  { entrance: 'CloudFront', egress: 'endpoints', capacity: 'spot', imageManagedBy: 'stack' },
  { entrance: 'domain', egress: 'nat', capacity: 'onDemand', imageManagedBy: 'stack' },
  { entrance: 'domain', egress: 'endpoints', capacity: 'spot', imageManagedBy: 'pipeline' },
];

/** A variant as the report calls it. */
export function titleOf(variant: Variant): string {
  return Object.values(variant).join(', ');
}

/** Name of the environment that a variant is, by its place in the list. */
export function nameOf(place: number): string {
  return `variant${place + 1}`;
}

/** Every pair of values of two dimensions that no variant has, as `domain + nat`. */
export function pairsWithout(tried: readonly Variant[]): string[] {
  const names = Object.keys(dimensions) as (keyof Variant)[];
  const couples = names.flatMap((one, at) => names.slice(at + 1).map((two) => [one, two] as const));
  return couples.flatMap(([one, two]) =>
    dimensions[one].flatMap((first) =>
      dimensions[two]
        .filter((second) => !tried.some((it) => it[one] === first && it[two] === second))
        .map((second) => `${first} + ${second}`),
    ),
  );
}
