import { type AgentEvent, eventSchema, LIMITS, seqSchema } from '@watchcase/protocol';
import { z } from 'zod';
import { advanceCursor } from './advance-cursor.ts';
import { correctedTime } from './clock-offset.ts';
import type { HostState } from './host-state.ts';
import { answer, type Intake, refuseOf } from './intake.ts';
import { hear } from './take-reading.ts';

const headSchema = z.object({
  sent: z.int().min(0),
  epoch: z.int().min(1),
  seq: seqSchema.min(1),
  after: seqSchema,
});

/** Takes one event. One with a sound head and an unsound body is counted and passed over, so that those behind it can come. */
export function takeEvent(
  desk: { host: HostState; intake: Intake },
  payload: string,
  arrivedAt: number,
): void {
  const { host, intake } = desk;
  const raw = parseJson(payload);
  const head = headSchema.safeParse(raw).data;
  if (head === undefined) return refuseOf(desk, 'malformed', arrivedAt);
  hear(host, arrivedAt, head.sent, intake);
  if (!advanceCursor(host, intake, head)) return;
  answer(intake, host);
  const event = eventSchema.safeParse(raw).data;
  if (event === undefined) return refuseOf(desk, 'malformed', arrivedAt);
  place(desk, event, arrivedAt);
}

/** Each is a row for good, so that no host may name them without end: the one not heard of for longest gives way to one too many. */
function makeRoom(
  desk: { host: HostState; intake: Intake },
  event: AgentEvent,
  arrivedAt: number,
): string | null {
  if (event.kind === 'boot' || event.kind === 'inventory' || event.kind === 'upgrade') return null;
  const { jobs } = desk.host;
  const { job } = event.data;
  const full = jobs.size >= LIMITS.backupJobs && !jobs.has(job);
  const [oldest] = full ? [...jobs].reduce((a, b) => (b[1] < a[1] ? b : a)) : [null];
  if (oldest !== null) {
    jobs.delete(oldest);
    refuseOf(desk, 'too_many_jobs', arrivedAt);
  }
  jobs.set(job, arrivedAt);
  desk.host.retiredJobs.delete(job);
  return oldest;
}

function place(desk: { host: HostState; intake: Intake }, event: AgentEvent, arrivedAt: number): void {
  const { host, intake } = desk;
  const placed = correctedTime({ time: event.time, sent: event.sent, arrivedAt }, host.offset.offsetMs);
  if (placed.repaired) intake.repaired++;
  intake.events.push({
    hostId: host.id,
    epoch: event.epoch,
    seq: event.seq,
    time: placed.time,
    arrivedAt,
    late: arrivedAt - placed.time > LIMITS.latenessMs,
    kind: event.kind,
    data: event.data,
    replaces: makeRoom(desk, event, arrivedAt),
  });
}

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
