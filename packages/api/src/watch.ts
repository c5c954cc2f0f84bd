import { z } from 'zod';

/** What a collector watches itself by. */
export const watchParts = ['synthetic-alert', 'heartbeat', 'auditor', 'backup'] as const;

/** Something that is not as it should be: which part, why in a word, and since when it has not been well (ISO 8601; null = not yet). */
export const watchFaultSchema = z.object({
  part: z.enum(watchParts),
  because: z.string(),
  since: z.iso.datetime().nullable(),
});
export type WatchFault = z.infer<typeof watchFaultSchema>;

/** How a collector watches over itself, as /readyz says it. */
export const watchSchema = z.object({
  faults: z.array(watchFaultSchema),
  syntheticAlert: z
    .object({ arrivedAt: z.iso.datetime().nullable(), seconds: z.number().nullable() })
    .nullable()
    .describe('When one arrived last and how long it took; null where none are sent'),
  heartbeat: z
    .object({ at: z.iso.datetime().nullable() })
    .nullable()
    .describe('When the other side was told last that all is well; null without one'),
  backup: z
    .object({ at: z.iso.datetime().nullable() })
    .nullable()
    .describe('When the newest backup of the collector itself was made; null where none are wanted'),
  audit: z
    .object({ at: z.iso.datetime().nullable(), cases: z.number(), forgotten: z.number() })
    .describe(
      'When its open cases were looked at last, how many there are, and how many of them nobody was at',
    ),
});
export type WatchView = z.infer<typeof watchSchema>;

/** The part of the answer of /readyz that pages show. */
export const readySchema = z.object({ watch: watchSchema });
