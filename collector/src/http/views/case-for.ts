import type { CaseDetail, CaseEventView } from '@watchcase/api';
import { type Asker, isForCustomer, may } from '../../access/index.ts';

/** Lines of a case's timeline that the asker may read. */
export function linesFor(asker: Asker, lines: readonly CaseEventView[]): CaseEventView[] {
  return may(asker, 'desk.read').ok ? [...lines] : lines.filter(isForCustomer);
}

/** A case as the asker may read it. */
export function caseFor(asker: Asker, detail: CaseDetail): CaseDetail {
  if (may(asker, 'desk.read').ok) return detail;
  const timeline = linesFor(asker, detail.timeline);
  return { ...detail, timeline, timelineCount: timeline.length };
}
