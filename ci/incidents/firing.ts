/** A time in which an alert fires, in minutes since something happened. */
export interface Firing {
  /** Kind of the alert and who has to act, for example `availability-burn page`. */
  readonly alert: string;
  /** First minute. */
  readonly from: number;
  /** Last minute, or undefined where it has not ended. */
  readonly to: number | undefined;
}

/** A firing as the tables write it, for example `absent page 5-34`. */
function firingText({ alert, from, to }: Firing): string {
  return `${alert} ${from}-${to ?? ''}`;
}

/** Firings of one kind as one, from the first minute to the last: which rate it was makes no difference to who is told. */
export function joined(firings: readonly Firing[]): string[] {
  const byAlert = new Map<string, Firing>();
  for (const firing of firings) {
    const other = byAlert.get(firing.alert);
    byAlert.set(firing.alert, other ? union(other, firing) : firing);
  }
  return [...byAlert.values()].map(firingText).sort();
}

function union(one: Firing, other: Firing): Firing {
  const to =
    one.to === undefined || other.to === undefined ? undefined : Math.max(one.to, other.to);
  return { alert: one.alert, from: Math.min(one.from, other.from), to };
}
