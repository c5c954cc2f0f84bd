import { z } from 'zod';

const MS_OF: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?<count>\d+)(?<unit>ms|s|m|h|d)$/;

/** Config field holding a length of time, written `500ms`, `15s`, `5m`, `26h` or `7d`; gives milliseconds. Defaults are given by `prefault`. */
export const durationSchema = z
  .string()
  .regex(DURATION, 'expected a length of time such as 500ms, 15s, 5m, 26h or 7d')
  .transform((text) => {
    const { count, unit } = DURATION.exec(text)?.groups ?? {};
    return Number(count) * (MS_OF[unit ?? ''] ?? Number.NaN);
  })
  .meta({ examples: ['15s'] });
