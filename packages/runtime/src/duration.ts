import { z } from 'zod';

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

/** Config field for a duration such as `15s` or `5m`, between `minMs` and `maxMs`; its value is in milliseconds. */
export function durationSchema(limits: { minMs?: number; maxMs?: number } = {}) {
  const { minMs = 0, maxMs = 366 * 86_400_000 } = limits;
  return z.string().transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined && ms >= minMs && ms <= maxMs) return ms;
    const range = `from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
    context.addIssue({ code: 'custom', message: `expected a duration such as 15s, 5m or 1h, ${range}` });
    return z.NEVER;
  });
}
