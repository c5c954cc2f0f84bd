import { z } from 'zod';
import { isShortReading } from './is-short-reading.ts';
import type { ShortReading } from './short-reading-schema.ts';
import { isWhole } from './is-whole.ts';
import { MAX_SEQ, MAX_TIME_MS } from './limits.ts';
import { epochSchema, seqSchema, unixMillisSchema } from './time.ts';

/**
 * One stream's values at one moment. `epoch` names the agent's sequence (milliseconds, unique per host), `seq` counts its messages from 1;
 * `after` is the sequence number of the message before it that was not dropped (seq − 1 unless the outbox was full). `time` is the sample
 * time by the host's clock, `sent` the host's clock when it went out, both Unix milliseconds. `null` means "could not be read".
 */
export const readingSchema = z.object({
  sent: unixMillisSchema,
  epoch: epochSchema,
  seq: seqSchema.min(1),
  after: seqSchema,
  layout: z.string(),
  time: unixMillisSchema,
  values: z.array(z.number().nullable()),
});
export type Reading = z.infer<typeof readingSchema>;

/**
 * What a payload says in either form, full or short; undefined when it is no reading. The hot path's check, equal in effect to readingSchema and
 * shortReadingSchema (a test holds them together).
 */
export function parseReading(payload: string): Reading | ShortReading | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(payload);
  } catch {
    return undefined;
  }
  return isReading(raw) || isShortReading(raw) ? raw : undefined;
}

function isReading(raw: unknown): raw is Reading {
  if (raw === null || typeof raw !== 'object') return false;
  const it = raw as Partial<Record<keyof Reading, unknown>>;
  return (
    isWhole(it.sent, 0, MAX_TIME_MS) &&
    isWhole(it.epoch, 1, MAX_TIME_MS) &&
    isWhole(it.seq, 1, MAX_SEQ) &&
    isWhole(it.after, 0, MAX_SEQ) &&
    typeof it.layout === 'string' &&
    isWhole(it.time, 0, MAX_TIME_MS) &&
    areValues(it.values)
  );
}

function areValues(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (item !== null && !Number.isFinite(item)) return false;
  }
  return true;
}
