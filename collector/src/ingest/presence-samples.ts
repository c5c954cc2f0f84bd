import { type Layout, layoutId } from '@watchcase/protocol';
import type { PresenceState } from '@watchcase/api';
import { agentsOf } from './clones.ts';
import type { HostState } from './host-state.ts';
import { OWN_EPOCH } from '../model/index.ts';
import { type Intake, isDue, wait } from './intake.ts';
import { OWN_MEASUREMENT, OWN_STREAM } from './layouts.ts';
import type { IngestMemory } from './memory.ts';
import { decidePresence, type Listening } from './presence.ts';

/** How often presence is sampled while nothing changes, milliseconds. */
const SAMPLE_MS = 60_000;
const content: Omit<Layout, 'id'> = {
  stream: OWN_STREAM,
  intervalMs: SAMPLE_MS,
  groups: [
    {
      measurement: OWN_MEASUREMENT,
      tags: {},
      fields: [
        ['online', 'none'],
        ['clock_offset', 'seconds'],
        ['refused', 'count'],
        ['agents', 'count'],
      ],
    },
  ],
};
/** The layout of those samples. */
export const presenceLayout: Layout = { id: layoutId(content), ...content };

/** Decides each host's presence and makes it a series like any other, so that rules and charts need no special case. */
export function samplePresence(memory: IngestMemory, ear: Listening, now: number, intake: Intake): void {
  for (const host of memory.hosts.values()) {
    if (isDue(host, now)) intake.due.add(host);
    const heardFrom = host.takenAt > ear.since ? { ...ear, since: host.takenAt } : ear;
    const { presence } = decidePresence(host, heardFrom, now);
    const changed = presence !== host.presence;
    if (changed) change(host, presence, now, intake);
    const due = presence !== 'never' && now - host.presenceSampledAt >= SAMPLE_MS;
    if (due || (changed && presence !== 'never')) sample(host, now, intake);
  }
}

function change(host: HostState, presence: PresenceState, now: number, intake: Intake): void {
  host.presence = presence;
  host.presenceSince = now;
  intake.dirtyHosts.add(host);
  if (presence === 'offline' || presence === 'unknown') intake.gone.push(host);
}

function sample(host: HostState, now: number, intake: Intake): void {
  const time = Math.max(now, host.presenceSampledAt + 1);
  host.presenceSampledAt = time;
  const values = [onlineValue(host.presence), host.offset.offsetMs / 1000, host.refused, agentsOf(host, now)];
  host.refused = 0;
  const layout = presenceLayout;
  host.latest.set(layout.stream, { layout, time, arrivedAt: now, values });
  wait(intake, host, {
    hostId: host.id,
    hostName: host.name,
    epoch: OWN_EPOCH,
    seq: time,
    layout,
    time,
    arrivedAt: now,
    late: false,
    values,
  });
}

function onlineValue(presence: PresenceState): number | null {
  if (presence === 'online') return 1;
  return presence === 'offline' ? 0 : null;
}
