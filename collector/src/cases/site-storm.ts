import { titleOf } from '@watchcase/api';
import { type AlertChange, siteKey } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Tx } from '../store/index.ts';
import { TOGETHER_MS } from './decide-site-outage.ts';
import { decideSiteStorm } from './decide-site-storm.ts';
import type { CaseKey, CaseSources } from './enter-case.ts';
import { lastCase } from './last-cases.ts';
import type { CaseRow } from './log.ts';
import type { Earlier } from './site-outage.ts';
import { ONLINE } from './is-presence.ts';
import { stormTitle } from './site-title.ts';

/** The case of a site at which more breaks at once than anybody looks at one by one. */
export interface SiteStorm {
  key: CaseKey;
  last: CaseRow | undefined;
  /** Cases that opened a moment ago, that nobody has taken, and that become part of it. */
  absorbs: readonly number[];
}

/**
 * Which sites a storm of faults is at, by `siteKey`, of those at which these changes would open cases. Hosts that are gone are looked at by themselves before.
 */
export async function findStorms(
  tx: Tx,
  opening: readonly AlertChange[],
  { hostOf }: Pick<CaseSources, 'hostOf'>,
): Promise<ReadonlyMap<string, SiteStorm>> {
  const storms = new Map<string, SiteStorm>();
  for (const [groupKey, news] of Map.groupBy(opening, ({ hostId }) => siteKey(hostOf(hostId)))) {
    const [first] = news;
    if (first === undefined) continue;
    const site = hostOf(first.hostId);
    const since = first.at - TOGETHER_MS;
    const last = await lastCase(tx, groupKey);
    const goesOn = await isGoingOn(tx, last, since);
    const earlier = goesOn
      ? []
      : (await selectNew(tx, { customerId: site.customerId, siteId: site.siteId, since })).rows;
    const hosts = new Set([...earlier.map((one) => one.host_id), ...news.map(({ hostId }) => hostId)]);
    const cases = new Set([...earlier.map((one) => one.group_key), ...news.map((one) => one.groupKey)]);
    const { isStorm } = decideSiteStorm({ hosts: hosts.size, cases: cases.size, goesOn });
    if (!isStorm) continue;
    const title = await stormTitle(tx, site.customerId, site.siteId);
    const absorbs = earlier.filter(({ state }) => state === 'open').map(({ id }) => id);
    storms.set(groupKey, { key: { groupKey, scope: 'site', title }, last, absorbs });
  }
  return storms;
}

/** Faults, and not hosts that are gone, have gone into the site's case of late. */
async function isGoingOn(tx: Tx, last: CaseRow | undefined, since: number): Promise<boolean> {
  if (last?.unresolved !== 1 || last.recovered_at !== null) return false;
  const recent = await tx
    .selectFrom('alerts')
    .select('id')
    .where('case_id', '=', last.id)
    .where('fired_at', '>=', since)
    .where((query) => query.or([query('series', 'is', null), query('series', '!=', ONLINE)]))
    .limit(1)
    .executeTakeFirst();
  return recent !== undefined;
}

const selectNew = prepared((db, site: { customerId: string; siteId: string; since: number }) =>
  db
    .selectFrom('cases')
    .select(['id', 'host_id', 'group_key', 'state'])
    .where('customer_id', '=', site.customerId)
    .where('site_id', '=', site.siteId)
    .where('unresolved', '=', 1)
    .where('source', '=', 'alert')
    .where('scope', '!=', 'site')
    .where('opened_at', '>=', site.since)
    .orderBy('id'),
);

/** The firing alerts of some cases, as they go into another one. */
export async function firingOf(tx: Tx, caseIds: readonly number[]): Promise<Earlier[]> {
  if (caseIds.length === 0) return [];
  const rows = await tx
    .selectFrom('alerts')
    .select(['id', 'case_id as caseId', 'title', 'title_zh'])
    .where('case_id', 'in', caseIds)
    .where('state', '=', 'firing')
    .orderBy('id')
    .execute();
  return rows.map(({ id, caseId, title, title_zh }) => ({
    id,
    caseId: Number(caseId),
    title: titleOf(title, title_zh),
  }));
}
