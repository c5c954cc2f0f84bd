import type { PageText } from '../texts.ts';

/**
 * A page's text, shortened until it fits (pure). `fits` measures the whole message in the service's own unit, links and all, so that those always stay: what goes is
 * the end of the lines, then the end of the title. How bad it is, and which case, stand at the beginning of the title. `mark` says that something was left out.
 */
export function fitText(text: PageText, fits: (text: PageText) => boolean, mark = '…'): PageText {
  if (fits(text)) return text;
  for (let kept = text.lines.length - 1; kept >= 0; kept--) {
    const whole = text.lines.slice(0, kept);
    const withLast = (last: string): PageText => ({ ...text, lines: [...whole, last] });
    if (fits(withLast(mark)))
      return withLast(longestCut(text.lines[kept] ?? '', mark, (last) => fits(withLast(last))));
  }
  const bare = (subject: string): PageText => ({ ...text, subject, lines: [] });
  if (fits(bare(text.subject))) return bare(text.subject);
  return bare(longestCut(text.subject, mark, (subject) => fits(bare(subject))));
}

/** The longest beginning of a text that fits with the mark behind it. No character is cut in two. */
function longestCut(text: string, mark: string, fits: (cut: string) => boolean): string {
  const points = Array.from(text);
  const cut = (length: number) => `${points.slice(0, length).join('').trimEnd()}${mark}`;
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(cut(middle))) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}
