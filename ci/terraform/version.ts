/** Whether an exact version is another one or a later one, number by number. */
export function atLeast(version: string, least: string): boolean {
  const [numbers, wanted] = [version, least].map((one) => one.split('.').map(Number)) as [
    number[],
    number[],
  ];
  const differing = wanted.findIndex((number, place) => number !== numbers[place]);
  return differing === -1 || (numbers[differing] ?? 0) > (wanted[differing] ?? 0);
}
