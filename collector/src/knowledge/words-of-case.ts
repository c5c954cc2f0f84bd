import { sql, type SqlBool } from 'kysely';
import type { CaseEventKind, CaseChange } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Store } from '../store/index.ts';
import { tellingTerms, termsOf } from './terms.ts';

/** Kinds of lines whose words a case is found by. */
const SPOKEN: readonly CaseEventKind[] = [
  'opened',
  'retitled',
  'note',
  'diagnosed',
  'resolved',
  'closed',
  'cancelled',
  'alert-joined',
];
/** Of a case that much is read. */
const MOST_LINES = 300;

/** Whether a change may have given its case other words. */
export function changesWords({ events }: Pick<CaseChange, 'events'>): boolean {
  return events.some(({ kind }) => SPOKEN.includes(kind));
}

/** For a question about `cases` and `indexed_cases`: whether lines with words have come since the words of the case were written. */
export const hasSaidMore = sql<SqlBool>`exists (select 1 from case_events where case_events.case_id = cases.id
  and case_events.seq > coalesce(indexed_cases.seq, 0) and case_events.kind in (${sql.join(SPOKEN)}))`;

const selectNamed = prepared((db, caseId: number) =>
  db
    .selectFrom('cases')
    .leftJoin('hosts', 'hosts.id', 'cases.host_id')
    .innerJoin('customers', 'customers.id', 'cases.customer_id')
    .select(['last_seq', 'title', 'title_zh', 'hosts.name as host', 'customers.name as customer'])
    .where('cases.id', '=', caseId),
);

const selectSaid = prepared((db, caseId: number) =>
  db
    .selectFrom('case_events')
    .select(['text', 'data'])
    .where('case_id', '=', caseId)
    .where('kind', 'in', SPOKEN)
    .orderBy('seq', 'desc')
    .limit(MOST_LINES),
);

/** What a case is found by. */
export interface CaseWords {
  /** Up to which line of its log. */
  seq: number;
  terms: string[];
  /** By what those that are like it find it; undefined where nobody said a solution. */
  solved: string[] | undefined;
}

/** The words of a case; undefined for a case that is gone. */
export async function wordsOfCase(db: Store['db'], caseId: number): Promise<CaseWords | undefined> {
  const [row] = (await selectNamed(db, caseId)).rows;
  if (row === undefined) return undefined;
  const { rows: lines } = await selectSaid(db, caseId);
  let isSolved = false;
  const said = lines.flatMap(({ text, data }) => {
    const { cause, solution, report } = JSON.parse(data) as Readonly<Record<string, unknown>>;
    isSolved ||= typeof solution === 'string' && solution.trim() !== '';
    return [text, cause, solution, report].filter((one) => typeof one === 'string');
  });
  const texts = [row.title, row.title_zh, row.host, row.customer, ...new Set(said)];
  return {
    seq: row.last_seq,
    terms: termsOf(texts.filter((one) => one !== null).join('\n')),
    solved: isSolved ? tellingTerms(`${row.title}\n${row.title_zh ?? ''}`) : undefined,
  };
}
