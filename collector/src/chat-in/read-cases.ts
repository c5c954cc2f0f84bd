import { isTaken, type Language, titleOf } from '@watchcase/api';
import { localTime, safeLine } from '@watchcase/runtime';
import { respondDue } from '../notify/index.ts';
import type { Store } from '../store/index.ts';
import type { CaseLine } from './texts.ts';

/** What is known of cases, for who asks by chat. */
export interface CaseFacts {
  /** Whose it is; undefined where there is no such case. */
  subjectOf(caseId: number): Promise<{ customer: string; team: string | null } | undefined>;
  /** How it stands, in words of the reader. */
  lineOf(caseId: number, reader: { language: Language; zone: string }): Promise<CaseLine>;
  /** Unresolved cases for which one of these names was paged, newest first. */
  pagedOf(names: readonly string[]): Promise<number[]>;
}

/** More than anybody can be asked to choose from. */
const MOST_PAGED = 20;

/** Reads them from the store; `publicUrl`: where the console is. */
export function readCases({ db }: Store, publicUrl: () => string): CaseFacts {
  return {
    async subjectOf(caseId) {
      const row = await db
        .selectFrom('cases')
        .select(['customer_id', 'team'])
        .where('id', '=', caseId)
        .executeTakeFirst();
      return row === undefined ? undefined : { customer: row.customer_id, team: row.team };
    },
    async lineOf(caseId, { language, zone }) {
      const row = await db.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
      const due = await respondDue(db, caseId);
      const { state } = row;
      return {
        number: `C-${row.id}`,
        title: safeLine(titleOf(row.title, row.title_zh)[language]),
        severity: row.severity as CaseLine['severity'],
        state,
        holder: isTaken(state) ? (row.acknowledged_by ?? undefined) : undefined,
        respondBy: due === undefined ? undefined : localTime(new Date(due).toISOString(), zone),
        recovered: row.recovered_at !== null,
        url: `${publicUrl()}/cases/${row.id}`,
      };
    },
    async pagedOf(names) {
      const rows = await db
        .selectFrom('cases')
        .select('cases.id')
        .where('cases.unresolved', '=', 1)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('pages')
              .select('pages.id')
              .whereRef('pages.case_id', '=', 'cases.id')
              .where('pages.person', 'in', names),
          ),
        )
        .orderBy('cases.id', 'desc')
        .limit(MOST_PAGED)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}
