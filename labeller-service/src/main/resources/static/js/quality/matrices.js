/** Confusion matrices: ten rows, one per true digit, of ten figures, one per digit that was given. */

/** Each row in shares of its sum; null for a row without labels. */
export const rowShares = (matrix) =>
  matrix.map((row) => {
    const sum = row.reduce((total, value) => total + value, 0);
    return sum > 0 ? row.map((value) => value / sum) : null;
  });

/** The mistakes that take the largest share of their row: [{truth, given, share}], the largest first. */
export function largestMistakes(matrix, most = 3, least = 0.01) {
  return rowShares(matrix)
    .flatMap((row, truth) => (row ?? []).map((share, given) => ({ truth, given, share })))
    .filter(({ truth, given, share }) => truth !== given && share >= least)
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
}
