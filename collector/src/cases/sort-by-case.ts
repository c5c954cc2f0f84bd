import { titleOf } from '@watchcase/api';
import { type AlertChange, crowdKey, siteKey } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { CASE_BOUNDS } from './case-bounds.ts';
import { crowdTitle, openCasesOf } from './crowd-case.ts';
import { type CaseKey, type CaseSources, type CaseTurn, isCaseBack } from './enter-case.ts';
import { casesOfAlerts, lastCase, lastCases } from './last-cases.ts';
import type { CaseRow } from './log.ts';
import { findStorms } from './site-storm.ts';

/** What a case gets, while it is gathered. */
interface Draft extends CaseTurn {
  changes: AlertChange[];
  entering: Set<AlertChange>;
}

/**
 * Sorts a turn's changes by the case they belong to, each case's in their order. An alert that fires goes to the case of its group or, where its host has too many
 * cases to open another, to the one of all that is too much at once; where a site has too many new ones, to that of the site. What happens to it later stays with it.
 */
export async function sortByCase(
  tx: Tx,
  changes: readonly AlertChange[],
  sources: Pick<CaseSources, 'hostOf'>,
): Promise<CaseTurn[]> {
  const fired = changes.filter(({ transition }) => transition === 'fired' || transition === 'raised');
  const lasts = await lastCases(tx, [...new Set(fired.map(({ groupKey }) => groupKey))]);
  const later = changes.filter(({ transition }) => transition !== 'fired');
  const homes = await casesOfAlerts(tx, [...new Set(later.map(({ id }) => id))]);
  const drafts = new Map<string, Draft>();
  /** Alerts that entered a case in this turn. */
  const entered = new Map<string, Draft>();
  const places = new Map<string, number>();
  const opening = fired.filter(
    ({ transition, groupKey, at }) => transition === 'fired' && !isCaseBack(lasts.get(groupKey), at),
  );
  const storms = await findStorms(tx, opening, sources);

  async function takePlace(hostId: string): Promise<boolean> {
    const left = places.get(hostId) ?? CASE_BOUNDS.casesOfHost - (await openCasesOf(tx, hostId));
    places.set(hostId, left - 1);
    return left > 0;
  }

  function draftFor(key: CaseKey, last: CaseRow | undefined): Draft {
    const draft = drafts.get(key.groupKey) ?? { key, last, changes: [], entering: new Set<AlertChange>() };
    drafts.set(key.groupKey, draft);
    return draft;
  }

  /** The case an alert is in, unless that has ended; one that comes back by itself is told when its fault is over. */
  function homeOf({ id, transition }: AlertChange): Draft | undefined {
    const row = homes.get(id);
    if (entered.has(id) || row === undefined) return entered.get(id);
    const isReopened = drafts.get(row.group_key)?.last?.id === row.id;
    const title = titleOf(row.title, row.title_zh);
    const key = { groupKey: row.group_key, scope: row.scope, title };
    const isOver = transition === 'resolved' && row.comes_back_at !== null;
    return row.unresolved === 1 || isReopened || isOver ? draftFor(key, row) : undefined;
  }

  async function entranceOf(change: AlertChange): Promise<Draft> {
    const { groupKey, title, hostId, at } = change;
    const last = lasts.get(groupKey);
    const isOpen = drafts.has(groupKey) || isCaseBack(last, at);
    const storm = isOpen ? undefined : storms.get(siteKey(sources.hostOf(hostId)));
    if (storm !== undefined)
      return Object.assign(draftFor(storm.key, storm.last), { absorbs: storm.absorbs });
    if (isOpen || (await takePlace(hostId))) return draftFor({ groupKey, scope: 'host', title }, last);
    const crowd = crowdKey(hostId);
    return (
      drafts.get(crowd) ??
      draftFor(
        { groupKey: crowd, scope: 'crowd', title: await crowdTitle(tx, hostId) },
        await lastCase(tx, crowd),
      )
    );
  }

  for (const change of changes) {
    const home = change.transition === 'fired' ? undefined : homeOf(change);
    const enters = home === undefined && (change.transition === 'fired' || change.transition === 'raised');
    const draft = enters ? await entranceOf(change) : home;
    draft?.changes.push(change);
    if (!enters || draft === undefined) continue;
    draft.entering.add(change);
    entered.set(change.id, draft);
  }
  return [...drafts.values()];
}
