import { type Title, titleOf } from '@watchcase/api';
import { sql } from 'kysely';
import { type AlertChange, type CaseChange, siteKey } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { activeAlerts } from './active-alerts.ts';
import { CASE_BOUNDS } from './case-bounds.ts';
import { decideSiteOutage, TOGETHER_MS } from './decide-site-outage.ts';
import { type CaseSources, enterCase } from './enter-case.ts';
import { lastCase } from './last-cases.ts';
import { ONLINE } from './is-presence.ts';
import { appendEvents, type CaseRow, type EventDraft, WATCHCASE } from './log.ts';
import { retitled } from './retitled.ts';
import { siteTitle } from './site-title.ts';

type Gone = readonly [AlertChange, ...AlertChange[]];

/**
 * Takes hosts that were found gone. Where they are an outage of their site, or one is going on, they are one case, and cases that opened for some of them
 * a moment ago become part of it. Otherwise each has its own; while others may follow, its page waits.
 */
export async function takeGone(tx: Tx, changes: Gone, sources: CaseSources): Promise<CaseChange[]> {
  const bySite = Map.groupBy(changes, ({ hostId }) => siteKey(sources.hostOf(hostId)));
  const caseChanges: CaseChange[] = [];
  for (const [groupKey, gone] of bySite)
    caseChanges.push(...(await takeGoneOfSite(tx, groupKey, gone as unknown as Gone, sources)));
  return caseChanges;
}

async function takeGoneOfSite(
  tx: Tx,
  groupKey: string,
  gone: Gone,
  sources: CaseSources,
): Promise<CaseChange[]> {
  const [{ hostId, at }] = gone;
  const { customerId, siteId } = sources.hostOf(hostId);
  const decision = decideSiteOutage(sources.siteOf(hostId, at));
  const goesOn = isGoingOn(await lastCase(tx, groupKey));
  if (decision.isOutage || goesOn) {
    const title = await siteTitle(tx, customerId, siteId);
    const earlier = goesOn ? [] : await goneBefore(tx, { customerId, siteId, since: at - TOGETHER_MS, gone });
    const site = await enterCase(tx, { groupKey, scope: 'site', title }, gone, sources);
    return absorb(tx, site, earlier, at);
  }
  const caseChanges: CaseChange[] = [];
  const pagesHeldUntil = decision.because === 'others-may-follow' ? at + TOGETHER_MS : null;
  for (const change of gone) {
    const key = { groupKey: change.groupKey, scope: 'host' as const, title: change.title };
    caseChanges.push({ ...(await enterCase(tx, key, [change], sources)), pagesHeldUntil });
  }
  return caseChanges;
}

/** While some of its hosts are still gone, one that goes too belongs to it. */
function isGoingOn(row: CaseRow | undefined): boolean {
  return row?.unresolved === 1 && row.recovered_at === null;
}

/** An alert of a host of the site that fired a moment earlier, with the case it opened or joined. */
export interface Earlier {
  id: string;
  caseId: number;
  title: Title;
}

/** Not by its index: while much fires the hosts of one site are found sooner. */
const AS_IT_STANDS = sql<string>`alerts.state || ''`;

async function goneBefore(
  tx: Tx,
  site: { customerId: string; siteId: string; since: number; gone: Gone },
): Promise<Earlier[]> {
  const rows = await tx
    .selectFrom('alerts')
    .innerJoin('hosts', 'hosts.id', 'alerts.host_id')
    .innerJoin('cases', 'cases.id', 'alerts.case_id')
    .select(['alerts.id', 'alerts.case_id as caseId', 'alerts.title', 'alerts.title_zh'])
    .where('hosts.customer_id', '=', site.customerId)
    .where('hosts.site_id', '=', site.siteId)
    .where('alerts.series', '=', ONLINE)
    .where(AS_IT_STANDS, '=', 'firing')
    .where('alerts.fired_at', '>=', site.since)
    .where('cases.unresolved', '=', 1)
    .where('cases.scope', '=', 'host')
    .orderBy('alerts.id')
    .execute();
  const entering = new Set(site.gone.map((change) => change.id));
  return rows
    .filter(({ id }) => !entering.has(id))
    .map(({ id, caseId, title, title_zh }) => ({
      id,
      caseId: Number(caseId),
      title: titleOf(title, title_zh),
    }));
}

/** Moves alerts into the site's case; a case that was about nothing else ends with that. Each case is written once, the site's with the first of them by name. */
export async function absorb(
  tx: Tx,
  site: CaseChange,
  earlier: readonly Earlier[],
  at: number,
): Promise<CaseChange[]> {
  if (earlier.length === 0) return [site];
  for (let from = 0; from < earlier.length; from += CHUNK) {
    const ids = earlier.slice(from, from + CHUNK).map(({ id }) => id);
    await tx.updateTable('alerts').set({ case_id: site.caseId }).where('id', 'in', ids).execute();
  }
  const left: CaseChange[] = [];
  for (const [caseId, alerts] of Map.groupBy(earlier, (one) => one.caseId)) {
    const from = await caseRow(tx, caseId);
    const others = await activeAlerts(tx, caseId);
    const moved = alerts.map((one) => lineOf(one, 'alert-moved', { at, into: site.caseId }));
    const end =
      others.length > 0
        ? await retitled(tx, from, { at, active: others })
        : [{ ...lineOf(alerts[0] as Earlier, 'merged', { at }), data: { into: site.caseId } }];
    left.push(await appendEvents(tx, from, [...moved, ...end]));
  }
  const told = earlier.slice(0, CASE_BOUNDS.linesAtOnce);
  const joined = told.map((one) => lineOf(one, 'alert-joined', { at, from: one.caseId }));
  const fired = earlier.length - told.length;
  const together = {
    time: at,
    kind: 'too-many' as const,
    actor: WATCHCASE,
    text: '',
    data: { fired, recovered: 0 },
  };
  await appendEvents(tx, await caseRow(tx, site.caseId), fired > 0 ? [...joined, together] : joined);
  return [site, ...left];
}

const CHUNK = 500;

function lineOf(
  { id, title }: Earlier,
  kind: EventDraft['kind'],
  { at, ...other }: { at: number; into?: number; from?: number },
): EventDraft {
  return {
    time: at,
    kind,
    actor: WATCHCASE,
    text: title.en,
    data: { titles: title, alertId: id, ...other },
  };
}

function caseRow(tx: Tx, id: number): Promise<CaseRow> {
  return tx.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
