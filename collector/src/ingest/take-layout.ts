import { type Layout, layoutId, layoutSchema, LIMITS } from '@watchcase/protocol';
import type { HostState } from './host-state.ts';
import { type Intake, refuse } from './intake.ts';
import type { IngestMemory } from './memory.ts';

interface Desk {
  memory: IngestMemory;
  host: HostState;
  intake: Intake;
}

const DAY_MS = 86_400_000;

/** Takes a layout; its id must be the hash of its content, so that no host can rename another's series. */
export function takeLayout({ memory, host, intake }: Desk, payload: string, arrivedAt: number): void {
  const named = /^\{"id":"([0-9a-f]{16})"/.exec(payload)?.[1];
  if (named !== undefined && memory.layoutTexts.get(named) === payload) return;
  const layout = parse(payload);
  if (layout === undefined || layoutId(layout) !== layout.id) return refuse(intake, 'malformed');
  if (!memory.layouts.has(layout.id)) {
    if (!mayBringAnother(host, arrivedAt)) return refuse(intake, 'too_many_layouts');
    memory.layouts.set(layout.id, layout);
    intake.newLayouts.push(layout);
  }
  memory.layoutTexts.set(layout.id, payload);
}

/** Layouts are kept for good, so that no host may bring them without end. */
function mayBringAnother(host: HostState, now: number): boolean {
  if (Math.abs(now - host.newLayouts.since) >= DAY_MS) host.newLayouts = { count: 0, since: now };
  return ++host.newLayouts.count <= LIMITS.layoutsPerDay;
}

function parse(payload: string): Layout | undefined {
  try {
    return layoutSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
