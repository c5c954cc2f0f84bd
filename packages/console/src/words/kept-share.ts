/** What share of the days was kept (pure), never rounded up to all of them nor down to none: `99.9%`, `100%`, `0.1%`. */
export function keptShare({ asked, kept }: { asked: number; kept: number }): string {
  if (kept >= asked) return '100%';
  if (kept === 0) return '0%';
  const tenths = Math.min(999, Math.max(1, Math.round((kept / asked) * 1000)));
  return `${tenths / 10}%`;
}
