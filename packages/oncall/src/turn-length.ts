const TURN = /^(?<count>[1-9]\d{0,3})(?<unit>h|d|w)$/;
const UNIT_MINUTES: Readonly<Record<string, number>> = { h: 60, d: 1440, w: 10_080 };
const LONGEST_MINUTES = 366 * 1440;

/** Reads `12h`, `1d`, `2w` as minutes on the wall, up to a year; undefined when it is no length of a turn. */
export function parseTurn(text: string): number | undefined {
  const { count, unit } = TURN.exec(text)?.groups ?? {};
  const minutes = Number(count) * (UNIT_MINUTES[unit ?? ''] ?? Number.NaN);
  return minutes <= LONGEST_MINUTES ? minutes : undefined;
}
