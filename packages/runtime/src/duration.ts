const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^(?<amount>\d+(?:\.\d+)?)(?<unit>ms|s|m|h|d)$/;

/** Reads `15s`, `1.5h`, `250ms`; milliseconds, or undefined when it is not a duration. */
export function parseDuration(text: string): number | undefined {
  const { amount, unit } = DURATION.exec(text)?.groups ?? {};
  const factor = UNIT_MS[unit ?? ''];
  return factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

/** The shortest exact form: `90s` for 90 000, `5m` for 300 000. */
export function formatDuration(ms: number): string {
  const units = Object.entries(UNIT_MS).toReversed();
  const [unit, factor] = units.find(([, factor]) => ms >= factor && ms % factor === 0) ?? ['ms', 1];
  return `${ms / factor}${unit}`;
}
