import type { Category, Severity, Title } from '@watchcase/api';
import { termsBefore } from '@watchcase/sla';
import type { Insertable } from 'kysely';
import { SYNTHETIC } from '../model/index.ts';
import { type Fields, prepared } from '../prepared.ts';
import type { Tables, Tx } from '../store/index.ts';
import { CASE_COLUMN_NAMES } from './case-columns.ts';
import { severityRank } from './fold.ts';
import type { CaseRow } from './log.ts';

/** A case's row before its log has a line. */
export interface BareCase {
  groupKey: string;
  scope: CaseRow['scope'];
  title: Title;
  severity: Severity;
  category: Category;
  /** Unix milliseconds. */
  openedAt: number;
  customerId: string;
  /** Empty where it is about none. */
  siteId: string;
  hostId: string;
}

/** Inserts it, that of a synthetic alert without using up a number; what follows from the log is written with the first line. */
export async function insertCase(tx: Tx, it: BareCase): Promise<CaseRow> {
  const { rows } = await insertBare(tx, {
    ...(it.customerId === SYNTHETIC.customerId ? { id: SYNTHETIC.caseId } : {}),
    group_key: it.groupKey,
    scope: it.scope,
    customer_id: it.customerId,
    site_id: it.siteId,
    host_id: it.hostId,
    policy: termsBefore.name,
    unresolved: 1,
    title: it.title.en,
    title_zh: it.title['zh-CN'],
    state: 'open',
    severity: it.severity,
    severity_rank: severityRank(it.severity),
    category: it.category,
    opened_at: it.openedAt,
    detected_late: 0,
    breached: 0,
    last_seq: 0,
  });
  return rows[0] as CaseRow;
}

const insertBare = prepared((db, row: Insertable<Tables['cases']> & Fields) =>
  db.insertInto('cases').values(row).returning(CASE_COLUMN_NAMES),
);
