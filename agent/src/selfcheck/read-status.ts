import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { statusFileIn } from './status-path.ts';

/** How a running agent stands: `status.json` in the state folder. Times in Unix milliseconds. */
const statusSchema = z.object({
  pid: z.int(),
  version: z.string(),
  writtenAt: z.int(),
  startedAt: z.int(),
  /** `customer.host`. */
  host: z.string(),
  url: z.string(),
  connection: z.object({
    state: z.enum(['connecting', 'connected', 'rejected']),
    since: z.int(),
    reason: z.string(),
    session: z.int(),
    lastAckAt: z.int().nullable(),
  }),
  outbox: z.object({
    messages: z.int(),
    bytes: z.int(),
    droppedReadings: z.int(),
    droppedEvents: z.int(),
    setAside: z.int(),
    writable: z.boolean(),
    epoch: z.int(),
    backlogEpochs: z.int(),
  }),
  streams: z.array(z.string()),
  /** Series that are read and not sent. */
  leftOut: z.int(),
  /** A newer config that was not taken: since when, and every fault of it as a line. */
  refusedConfig: z.object({ since: z.int(), faults: z.array(z.string()) }).optional(),
  /** What cannot be read, why, and since when. */
  failing: z.array(z.object({ name: z.string(), error: z.string(), since: z.int() })),
  /** What people should know of what can be read. */
  remarks: z.array(z.object({ name: z.string(), remark: z.string() })).default([]),
});
export type AgentStatus = z.output<typeof statusSchema>;

/** The status last written in a state folder; undefined when there is none that can be read. */
export function readStatusFile(folder: string): AgentStatus | undefined {
  try {
    return statusSchema.safeParse(JSON.parse(readFileSync(statusFileIn(folder), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
