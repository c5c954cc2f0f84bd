/** The one of `known` that `word` was likely meant to be: at most two letters wrong, missing, too many or swapped, fewer in short words. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  let best: { one: string; steps: number } | undefined;
  for (const one of known) {
    const most = Math.min(2, Math.floor(Math.max(one.length, word.length) / 3));
    if (one === word || Math.abs(one.length - word.length) > most) continue;
    const steps = distance(word.toLowerCase(), one.toLowerCase());
    if (steps <= most && (best === undefined || steps < best.steps)) best = { one, steps };
  }
  return best?.one;
}

/** Letters to change, add, leave out or swap with the next until one word is the other. */
function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          changed,
          (last[j] as number) + 1,
          (row[j - 1] as number) + 1,
          swapped ? (before[j - 2] as number) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, last] = [last, row];
  }
  return last[b.length] as number;
}
