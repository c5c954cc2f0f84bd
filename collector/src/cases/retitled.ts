import { type Title, titleOf } from '@watchcase/api';
import type { Tx } from '../store/index.ts';
import type { ActiveAlert } from './active-alerts.ts';
import { type CaseRow, type EventDraft, WATCHCASE } from './log.ts';
import { isPresence } from './is-presence.ts';
import { siteTitle, stormTitle } from './site-title.ts';

/** The line that gives a case the title of its worst active alert; none where it has it already, or nothing is active. */
export async function retitled(
  tx: Tx,
  row: CaseRow,
  { at, active }: { at: number; active: readonly ActiveAlert[] },
): Promise<EventDraft[]> {
  const title = await titleNow(tx, row, active);
  if (title === undefined || isSame(title, titleOf(row.title, row.title_zh))) return [];
  return [{ time: at, kind: 'retitled', actor: WATCHCASE, text: title.en, data: { titles: title } }];
}

/** Several hosts that are gone, or have faults at once, are called after their site, what is too much at once after its host; of equally bad alerts the one that was named stays. */
async function titleNow(tx: Tx, row: CaseRow, active: readonly ActiveAlert[]): Promise<Title | undefined> {
  if (row.scope === 'crowd') return undefined;
  const gone = new Set(active.filter(isPresence).map((alert) => alert.hostId));
  if (row.scope === 'site' && gone.size > 1) return siteTitle(tx, row.customer_id, row.site_id);
  const hosts = new Set(active.map((alert) => alert.hostId));
  if (row.scope === 'site' && hosts.size > 1) return stormTitle(tx, row.customer_id, row.site_id);
  const [worst] = active;
  const equals = active.filter((one) => one.severity === worst?.severity && one.frozen === worst.frozen);
  return equals.find(({ title }) => isSame(title, titleOf(row.title, row.title_zh)))?.title ?? worst?.title;
}

function isSame(a: Title, b: Title): boolean {
  return a.en === b.en && a['zh-CN'] === b['zh-CN'];
}
