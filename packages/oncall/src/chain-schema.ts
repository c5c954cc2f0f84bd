import { displayNameSchema, idSchema, pageTargetSchema, severitySchema, textSchema } from '@watchcase/api';
import { parseDuration } from '@watchcase/runtime';
import { z } from 'zod';

const SHORTEST_MS = 10_000;
const LONGEST_MS = 7 * 86_400_000;
const MOST_STEPS = 20;

const delaySchema = z.string().refine((text) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= SHORTEST_MS && ms <= LONGEST_MS;
}, 'expected a time such as 5m or 1h, from 10s to 7d');
const targetsSchema = z.array(pageTargetSchema).min(1).max(20);
const channelSchema = z.string().min(1).max(63);
const idsSchema = z.array(idSchema).min(1).max(500);

/** Whom a step asks, and how long it waits for an answer before the next is asked. */
const stepSchema = z.strictObject({
  page: targetsSchema,
  delay: delaySchema,
  /** By this channel of the config, in place of each person's own. */
  channel: channelSchema.optional(),
  /** Only while this calendar is open; `business`: that of the team's rota. */
  hours: idSchema.optional(),
});
export type ChainStep = z.infer<typeof stepSchema>;

const lastResortSchema = z.strictObject({
  page: targetsSchema,
  channel: channelSchema.optional(),
  every: delaySchema.optional(),
});

/** Who is asked one after the other until somebody has the case. */
export const chainSchema = z.strictObject({
  id: idSchema,
  name: displayNameSchema.optional(),
  /** Whose rotas, lead and manager its steps mean. */
  team: idSchema,
  /** It answers for cases of these; none: for all. */
  customers: idsSchema.optional(),
  categories: idsSchema.optional(),
  severities: z.array(severitySchema).min(1).max(4).optional(),
  steps: z.array(stepSchema).min(1).max(MOST_STEPS),
  /** How often it begins again after the last step. */
  repeat: z.number().int().min(0).max(10).optional(),
  /** After that. */
  lastResort: lastResortSchema.optional(),
  /** Whoever has a case and shows no sign of life for so long is asked again, and so are the others. */
  lapsesAfter: delaySchema.optional(),
  note: textSchema({ min: 1, max: 2000 }).optional(),
  retired: z.literal(true).optional(),
});
export type Chain = z.infer<typeof chainSchema>;

const DEFAULT_REPEAT = 2;
const DEFAULT_LAPSE_MS = 30 * 60_000;
const DEFAULT_EVERY_MS = 30 * 60_000;

/** How often a chain walks through its steps at most. */
export function roundsOf({ repeat = DEFAULT_REPEAT }: Pick<Chain, 'repeat'>): number {
  return repeat + 1;
}

/** How long somebody may have a case without a sign of life. Milliseconds. */
export function lapsesAfterMs({ lapsesAfter }: Pick<Chain, 'lapsesAfter'>): number {
  return msOf(lapsesAfter) ?? DEFAULT_LAPSE_MS;
}

/** How long a step waits for an answer. Milliseconds. */
export function delayMs({ delay }: Pick<ChainStep, 'delay'>): number {
  return msOf(delay) ?? 0;
}

/** How long the last resort waits before it asks again. Milliseconds. */
export function resortEveryMs({ lastResort }: Pick<Chain, 'lastResort'>): number {
  return msOf(lastResort?.every) ?? DEFAULT_EVERY_MS;
}

function msOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}
