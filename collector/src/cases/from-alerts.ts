import { type AlertChange, type CaseChange, TELLING } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { type CaseSources, takeTurnOfCase } from './enter-case.ts';
import { foldCase } from './fold.ts';
import { isPresence } from './is-presence.ts';
import { type CaseRow, readEvents, writeIndex } from './log.ts';
import { absorb, takeGone } from './site-outage.ts';
import { firingOf } from './site-storm.ts';
import { sortByCase } from './sort-by-case.ts';

/**
 * What alert changes do to cases: a firing alert opens one or joins the unresolved one of its group; hosts that are gone together are one, and so is what breaks at once at a site; all quiet marks it
 * recovered. Each case is read and written once, however many of its alerts have changed.
 */
export async function applyAlertChanges(
  tx: Tx,
  changes: readonly AlertChange[],
  sources: CaseSources,
): Promise<CaseChange[]> {
  const caseChanges: CaseChange[] = [];
  for (const together of partsOf(changes.filter(({ transition }) => TELLING.has(transition)))) {
    if (isGone(together[0])) caseChanges.push(...(await takeGone(tx, together, sources)));
    else
      for (const turn of await sortByCase(tx, together, sources)) {
        const change = await takeTurnOfCase(tx, turn, sources);
        if (change === undefined) continue;
        const earlier = await firingOf(tx, turn.absorbs ?? []);
        caseChanges.push(...(await absorb(tx, change, earlier, together[0].at)));
      }
  }
  return caseChanges;
}

type Part = [AlertChange, ...AlertChange[]];

/** Hosts found gone one after the other are looked at together, and so is everything between. */
function partsOf(changes: readonly AlertChange[]): Part[] {
  const parts: Part[] = [];
  for (const change of changes) {
    const last = parts.at(-1);
    if (last !== undefined && isGone(change) === isGone(last[0])) last.push(change);
    else parts.push([change]);
  }
  return parts;
}

function isGone(change: AlertChange): boolean {
  return change.transition === 'fired' && isPresence(change);
}

/** Recomputes a case's index from its log alone; gives the row as it then stands. For repair and for tests. */
export async function rebuildCase(tx: Tx, caseId: number): Promise<CaseRow> {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  const events = await readEvents(tx, caseId);
  await writeIndex(tx, row, { events, fold: foldCase(events), lastSeq: events.length });
  return tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
}
