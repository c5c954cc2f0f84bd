import { type Layout, layoutId, layoutSchema } from '@watchcase/protocol';
import { type Intake, refuse } from './intake.ts';
import type { IngestMemory } from './memory.ts';

/** Takes a layout; its id must be the hash of its content, so that no host can rename another's series. */
export function takeLayout(memory: IngestMemory, payload: string, intake: Intake): void {
  const named = /^\{"id":"([0-9a-f]{16})"/.exec(payload)?.[1];
  if (named !== undefined && memory.layoutTexts.get(named) === payload) return;
  const layout = parse(payload);
  if (layout === undefined || layoutId(layout) !== layout.id) return refuse(intake, 'malformed');
  memory.layoutTexts.set(layout.id, payload);
  if (memory.layouts.has(layout.id)) return;
  memory.layouts.set(layout.id, layout);
  intake.newLayouts.push(layout);
}

function parse(payload: string): Layout | undefined {
  try {
    return layoutSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
