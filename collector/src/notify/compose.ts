import { titleOf } from '@watchcase/api';
import type { PageMessage, PageReason } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { type DutyPerson, zoneOf } from './config.ts';
import { signLink } from './links.ts';
import type { PageRow } from './due-pages.ts';

/** An acknowledge link works this long. */
const LINK_MS = 24 * 3_600_000;

/** What a page's text needs besides the store. */
export interface ComposeNeeds {
  publicUrl: string;
  linkSecret: string;
  duty: readonly DutyPerson[];
}

/** Builds the message of a page from the case as it is now. */
export async function composePage(db: Store['db'], page: PageRow, needs: ComposeNeeds): Promise<PageMessage> {
  const row = await db
    .selectFrom('cases')
    .innerJoin('hosts', 'hosts.id', 'cases.host_id')
    .innerJoin('customers', 'customers.id', 'cases.customer_id')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'cases.customer_id').onRef('sites.id', '=', 'cases.site_id'),
    )
    .selectAll('cases')
    .select(['hosts.name as host', 'customers.name as customer', 'sites.name as site'])
    .where('cases.id', '=', page.case_id)
    .executeTakeFirstOrThrow();
  const alerts = await db
    .selectFrom('alerts')
    .select(['title', 'title_zh', 'runbook'])
    .where('case_id', '=', page.case_id)
    .where((where) => where.or([where('state', '=', 'firing'), where('frozen_from', '=', 'firing')]))
    .orderBy('fired_at')
    .limit(20)
    .execute();
  const respond = await db
    .selectFrom('case_clocks')
    .select('due_at')
    .where('case_id', '=', page.case_id)
    .where('target', '=', 'respond')
    .where('stopped_at', 'is', null)
    .executeTakeFirst();
  const language = needs.duty.find((person) => person.name === page.person)?.language ?? 'en';
  const titleIn = (one: { title: string; title_zh: string | null }) =>
    titleOf(one.title, one.title_zh)[language];
  const link = signLink(needs.linkSecret, {
    purpose: 'acknowledge',
    caseId: page.case_id,
    person: page.person,
    expiresAt: page.created_at + LINK_MS,
  });
  return {
    key: page.key,
    reason: page.reason as PageReason,
    person: page.person,
    case: {
      id: row.id,
      number: `C-${row.id}`,
      title: titleIn(row),
      severity: row.severity as PageMessage['case']['severity'],
      category: row.category as PageMessage['case']['category'],
      customer: row.customer,
      site: row.site ?? row.site_id,
      host: row.scope === 'site' ? null : row.host,
      openedAt: new Date(row.opened_at).toISOString(),
      recoveredAt: row.recovered_at === null ? null : new Date(row.recovered_at).toISOString(),
    },
    respondBy: respond === undefined ? null : new Date(respond.due_at).toISOString(),
    facts: alerts.length === 0 && row.recovered_at === null ? [titleIn(row)] : alerts.map(titleIn),
    runbook: alerts.find((alert) => alert.runbook !== null)?.runbook ?? null,
    acknowledgeUrl: `${needs.publicUrl}/a/${link}`,
    caseUrl: `${needs.publicUrl}/cases/${row.id}`,
    language,
    zone: zoneOf(needs.duty, page.person),
  };
}
