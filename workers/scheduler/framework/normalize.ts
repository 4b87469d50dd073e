const highestScore = 100;

/** Brings scores to 0–100 in proportion to the highest one; reversed, the lowest is best. Whole numbers, rounded down. */
export function normalizeByHighest(scores: Float64Array, reverse: boolean): void {
  let highest = 0;
  for (const score of scores) if (score > highest) highest = score;
  if (highest === 0) {
    if (reverse) scores.fill(highestScore);
    return;
  }
  for (let index = 0; index < scores.length; index++) {
    const share = Math.trunc((highestScore * scores[index]!) / highest);
    scores[index] = reverse ? highestScore - share : share;
  }
}
