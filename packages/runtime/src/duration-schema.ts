import { z } from 'zod';
import { formatDuration, parseDuration } from './duration.ts';

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
