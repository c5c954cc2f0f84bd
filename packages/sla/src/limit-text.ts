const HOUR = 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: HOUR, d: 24 * HOUR };
const LIMIT = /^(?<amount>\d+(?:\.\d+)?)(?<unit>m|h|d|wd)$/;

/** An amount of service time: `30m`, `4h`, `14d` (of 24 hours), or working days of the calendar it is counted on, `2wd`. */
export interface LimitText {
  amount: number;
  unit: 'ms' | 'working-days';
}

/** Reads `30m`, `4h`, `14d` or `2wd`; undefined when it is none of them, or nothing. */
export function parseLimit(text: string): LimitText | undefined {
  const { amount, unit = '' } = LIMIT.exec(text)?.groups ?? {};
  if (amount === undefined || Number(amount) <= 0) return undefined;
  if (unit === 'wd') return { amount: Number(amount), unit: 'working-days' };
  return { amount: Math.round(Number(amount) * (UNIT_MS[unit] ?? 0)), unit: 'ms' };
}
