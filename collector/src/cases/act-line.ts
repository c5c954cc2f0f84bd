import type { CaseAction } from '../model/index.ts';
import type { EventDraft } from './log.ts';

/** The line that a person's act leaves in a case's log, under the name of who acted. */
export function actLine(
  { action, now }: { action: CaseAction; now: number },
  kind: EventDraft['kind'],
  data: EventDraft['data'],
  text = '',
): EventDraft {
  return { time: now, kind, actor: action.by.name, text, data };
}
