import { type Language, type Target, titleOf } from '@watchcase/api';
import { machineZone, safeLine } from '@watchcase/runtime';
import type { PageMessage, PageReason } from '../model/index.ts';
import type { Selectable } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tables } from '../store/index.ts';
import { signLink } from './links.ts';
import type { PageRow } from './due-pages.ts';
import type { RosterSource } from './roster.ts';
import {
  countPagedAlerts,
  MOST_TOLD,
  type PagedAlert as ReadAlert,
  readPagedAlerts,
} from './paged-alerts.ts';

/** An acknowledge link works this long. */
const LINK_MS = 24 * 3_600_000;

/** What a page's text needs besides the store. */
export interface ComposeNeeds {
  publicUrl: string;
  linkSecret: string;
  roster: RosterSource;
  /** What solved the fault last time, within a moment. */
  hint(
    it: Pick<Selectable<Tables['cases']>, (typeof OF_CASE)[number]>,
  ): Promise<{ from: string; solution: string } | undefined>;
}

/** What a page tells of a case, and what is like it is found by. */
const OF_CASE = [
  'id',
  'title',
  'title_zh',
  'severity',
  'category',
  'rule',
  'customer_id',
  'site_id',
  'host_id',
  'scope',
  'opened_at',
  'recovered_at',
  'outside',
] as const;

const selectCase = prepared((db, caseId: number) =>
  db
    .selectFrom('cases')
    .leftJoin('hosts', 'hosts.id', 'cases.host_id')
    .innerJoin('customers', 'customers.id', 'cases.customer_id')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'cases.customer_id').onRef('sites.id', '=', 'cases.site_id'),
    )
    .select(OF_CASE.map((name) => `cases.${name}` as const))
    .select(['hosts.name as host', 'customers.name as customer', 'sites.name as site'])
    .where('cases.id', '=', caseId),
);

const selectRunning = prepared((db, caseId: number) =>
  db
    .selectFrom('case_clocks')
    .select(['target', 'due_at', 'state'])
    .where('case_id', '=', caseId)
    .where('stopped_at', 'is', null)
    .orderBy('target'),
);

/** Builds the message of a page from the case as it is now. */
export async function composePage(db: Store['db'], page: PageRow, needs: ComposeNeeds): Promise<PageMessage> {
  const [row] = (await selectCase(db, page.case_id)).rows;
  if (row === undefined) throw new Error(`the page ${page.key} has no case`);
  // One after the other: for a page at night PostgreSQL would begin connections anew to be asked at once.
  const { rows: running } = await selectRunning(db, page.case_id);
  const roster = await needs.roster(db);
  const told = await readPagedAlerts(db, page.case_id);
  const known = row.recovered_at === null ? await needs.hint(row) : undefined;
  const respond = running.find((clock) => clock.target === 'respond');
  const reader = roster.find(page.person);
  const { name = page.person, language = 'en', zone = machineZone() } = reader ?? {};
  const alerts = told.map(({ titles, ...alert }) => ({ ...alert, title: titles[language] }));
  const more = alerts.length < MOST_TOLD ? 0 : (await countPagedAlerts(db, page.case_id)) - MOST_TOLD;
  const title = titleNow(titleOf(row.title, row.title_zh)[language], row, alerts);
  const link = signLink(needs.linkSecret, {
    purpose: 'acknowledge',
    caseId: page.case_id,
    person: name,
    expiresAt: page.created_at + LINK_MS,
  });
  return {
    key: page.key,
    reason: page.reason as PageReason,
    person: name,
    address: page.address,
    case: {
      id: row.id,
      number: `C-${row.id}`,
      title,
      severity: row.severity as PageMessage['case']['severity'],
      category: row.category as PageMessage['case']['category'],
      customer: row.customer,
      site: row.site ?? (row.site_id === '' ? null : row.site_id),
      host: row.scope === 'site' ? null : row.host,
      openedAt: new Date(row.opened_at).toISOString(),
      recoveredAt: row.recovered_at === null ? null : new Date(row.recovered_at).toISOString(),
    },
    respondBy: respond === undefined ? null : new Date(respond.due_at).toISOString(),
    missed: running.filter((clock) => clock.state === 'breached').map((clock) => clock.target as Target),
    facts: factsOf(title, row, { alerts, more, language }),
    known: known === undefined ? null : { ...known, solution: inOneLine(known.solution) },
    outside: row.outside,
    runbook: alerts.find((alert) => alert.runbook !== null)?.runbook ?? null,
    acknowledgeUrl: `${needs.publicUrl}/a/${link}`,
    caseUrl: `${needs.publicUrl}/cases/${row.id}`,
    language,
    zone,
  };
}

/** An alert in the language of who reads of it. */
type PagedAlert = Omit<ReadAlert, 'titles'> & { title: string };

const LONGEST_HINT = 160;

/** What is read on a lock screen. */
function inOneLine(text: string): string {
  const line = safeLine(text.trim().replaceAll(/\s+/g, ' '));
  return line.length > LONGEST_HINT ? `${line.slice(0, LONGEST_HINT)}…` : line;
}

/**
 * The worst alert as it is now, since its numbers have moved since the case got its name. Of equally bad ones the one that is named stays; a site, and what is too
 * much at once, keep their name.
 */
function titleNow(title: string, { scope }: { scope: string }, alerts: readonly PagedAlert[]): string {
  const [worst] = alerts;
  if (worst === undefined || scope !== 'host') return title;
  const equals = alerts.filter((one) => one.severity === worst.severity && one.frozen === worst.frozen);
  return equals.some((one) => one.title === title) ? title : worst.title;
}

function factsOf(
  title: string,
  { recovered_at }: { recovered_at: number | null },
  { alerts, more, language }: { alerts: readonly PagedAlert[]; more: number; language: Language },
): string[] {
  if (alerts.length === 0 && recovered_at === null) return [title];
  const facts = alerts.map(({ title: fact, reason }) => (reason === '' ? fact : `${fact}: ${reason}`));
  return more > 0 ? [...facts, language === 'zh-CN' ? `另有 ${more} 条` : `and ${more} more`] : facts;
}
