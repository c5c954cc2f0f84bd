import { type Layout, layoutId } from '@watchcase/protocol';
import type { PresenceState } from '@watchcase/api';
import { agentsOf, SIGNS_REMEMBERED_MS } from './clones.ts';
import type { HostState } from './host-state.ts';
import { OWN_EPOCH } from '../model/index.ts';
import { type Intake, isDue, wait } from './intake.ts';
import { OWN_MEASUREMENT, OWN_STREAM } from './layouts.ts';
import type { IngestMemory } from './memory.ts';
import { keepNewest } from './newest.ts';
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
        ['alert_changes', 'count'],
      ],
    },
  ],
};
/** The layout of those samples. */
export const presenceLayout: Layout = { id: layoutId(content), ...content };

/** Decides each host's presence, by what arrived until `heardUntil`, and makes it a series like any other, so that rules and charts need no special case. */
export function samplePresence(
  memory: IngestMemory,
  ear: Listening,
  { now, heardUntil }: { now: number; heardUntil: number },
  intake: Intake,
): void {
  for (const host of memory.hosts.values()) {
    if (isDue(host, now)) intake.due.add(host);
    const heardFrom = host.takenAt > ear.since ? { ...ear, since: host.takenAt } : ear;
    // How long we do not listen is counted by the clock; how long a host says nothing, by what was heard.
    const { presence } = decidePresence(host, heardFrom, ear.listening ? heardUntil : now);
    const changed = presence !== host.presence;
    if (changed) change(host, presence, now, intake);
    const due = presence !== 'never' && now - host.presenceSampledAt >= SAMPLE_MS;
    if (due || (changed && presence !== 'never')) sample(host, { now, since: heardFrom.since, intake });
  }
}

function change(host: HostState, presence: PresenceState, now: number, intake: Intake): void {
  host.presence = presence;
  host.presenceSince = now;
  intake.dirtyHosts.add(host);
  if (presence === 'offline' || presence === 'unknown') intake.gone.push(host);
}

/** `since` = when we began to listen to the host. */
function sample(
  host: HostState,
  { now, since, intake }: { now: number; since: number; intake: Intake },
): void {
  const time = Math.max(now, host.presenceSampledAt + 1);
  host.presenceSampledAt = time;
  const agents = agentsOf(host, now);
  const values = [
    onlineValue(host.presence),
    host.offset.offsetMs / 1000,
    host.refused > 0 ? host.refused : isHeard(host, now - since, SAMPLE_MS) ? 0 : null,
    agents > 1 || isHeard(host, now - since, SIGNS_REMEMBERED_MS) ? agents : null,
    host.alertChanges,
  ];
  host.refused = 0;
  host.alertChanges = 0;
  if (host.refusalsUnsaved) intake.dirtyHosts.add(host);
  const layout = presenceLayout;
  keepNewest(host, layout, { shown: { time, arrivedAt: now, values } });
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

/** Nothing seen of a host that is not there, or that we have not listened to for as long as that, says nothing. */
function isHeard({ presence }: HostState, listeningMs: number, neededMs: number): boolean {
  return presence === 'online' && listeningMs >= neededMs;
}

function onlineValue(presence: PresenceState): number | null {
  if (presence === 'online') return 1;
  return presence === 'offline' ? 0 : null;
}
