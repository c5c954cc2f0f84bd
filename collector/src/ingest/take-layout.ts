import { LIMITS } from '@watchcase/protocol';
import type { HostState } from './host-state.ts';
import { type Intake, refuseOf } from './intake.ts';
import { knownLayout, parseLayout } from './layouts.ts';
import type { IngestMemory } from './memory.ts';

interface Desk {
  memory: IngestMemory;
  host: HostState;
  intake: Intake;
}

const DAY_MS = 86_400_000;

/** Takes a layout: its readings are understood from now on. */
export function takeLayout(desk: Desk, payload: string, arrivedAt: number): void {
  const { memory, host, intake } = desk;
  const named = /^\{"id":"([0-9a-f]{16})"/.exec(payload)?.[1];
  const same = named === undefined ? undefined : memory.layouts.get(named);
  if (same?.text === payload) return void (same.usedAt = arrivedAt);
  const layout = parseLayout(payload);
  if (layout === undefined) return refuseOf(desk, 'malformed', arrivedAt);
  let known = memory.layouts.get(layout.id);
  if (known === undefined) {
    if (!mayBringAnother(host, arrivedAt)) return refuseOf(desk, 'too_many_layouts', arrivedAt);
    memory.layouts.set(layout.id, (known = knownLayout(layout)));
    // The store has lost it.
    if ([...host.streams.values()].includes(layout.id)) intake.layouts.add(layout);
  }
  if (known.reserved) refuseOf(desk, 'reserved_name', arrivedAt);
  known.text = payload;
  known.usedAt = arrivedAt;
}

/** Each is known for a while, used or not, so that no host may bring them without end. */
function mayBringAnother(host: HostState, now: number): boolean {
  if (Math.abs(now - host.newLayouts.since) >= DAY_MS) host.newLayouts = { count: 0, since: now };
  return ++host.newLayouts.count <= LIMITS.layoutsPerDay;
}
