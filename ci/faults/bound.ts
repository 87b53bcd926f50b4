/** Smallest count that an event of a probability exceeds in fewer than one of so many series. */
export function upperBound(trials: number, probability: number, oneIn = 1e6): number {
  return quantile(trials, probability, 1 - 1 / oneIn);
}

/** Largest count that it stays below as rarely. */
export function lowerBound(trials: number, probability: number, oneIn = 1e6): number {
  return quantile(trials, probability, 1 / oneIn);
}

/** First count at which the binomial distribution reaches a share, summed in logarithms since the terms are tiny. */
function quantile(trials: number, probability: number, share: number): number {
  const odds = Math.log(probability / (1 - probability));
  let term = trials * Math.log1p(-probability);
  let reached = Math.exp(term);
  let count = 0;
  while (reached < share && count < trials) {
    term += Math.log((trials - count) / (count + 1)) + odds;
    reached += Math.exp(term);
    count += 1;
  }
  return count;
}
