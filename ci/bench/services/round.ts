/**
 * Measures each contender once per round, after one round that only warms up. Each round starts with another contender, so
 * that none always comes first.
 */
export async function inRounds<Contender, Sample>(
  contenders: readonly Contender[],
  rounds: number,
  measure: (contender: Contender) => Promise<Sample>,
): Promise<Map<Contender, Sample[]>> {
  const samples = new Map<Contender, Sample[]>(contenders.map((one) => [one, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const sample = await measure(contender);
      if (round > 0) samples.get(contender)?.push(sample);
    }
  }
  return samples;
}
