import { NO_CONTRACT, type Severity } from '@watchcase/api';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { SYNTHETIC } from '../model/index.ts';
import type { Store, Tables } from '../store/index.ts';
import { type CaseFacts, FACTS_FORM } from './facts-of-case.ts';
import { type FactNeeds, makeFacts, type SeenCase } from './make-facts.ts';

/** A case that was opened in the period, with what figures know of it. */
export interface CountedCase {
  id: number;
  customer: string;
  severity: Severity;
  openedAt: number;
  facts: CaseFacts;
}

/** Which cases are read. Unix milliseconds; `to` is not part of it. */
export interface WantedCases {
  from: number;
  to: number;
  customer?: string | undefined;
  contract?: string | undefined;
  severity?: Severity | undefined;
  /** What the asker may see. */
  narrow?: ((where: ExpressionBuilder<Tables, 'cases'>) => Expression<SqlBool>) | undefined;
}

/** So many are read at once; between two reads others have their turn. */
const AT_ONCE = 1000;
/** So many logs are read at once. */
const LOGS_AT_ONCE = 200;

/** Reads the cases that were opened in a period, and no others. Facts that are behind their log are made first. */
export async function readCounted(needs: FactNeeds, wanted: WantedCases): Promise<CountedCase[]> {
  const counted: CountedCase[] = [];
  for (let after: { openedAt: number; id: number } | undefined; ; ) {
    const rows = await readRows(needs.store.db, wanted, after);
    const behind = rows.filter(({ data }) => data === null).map(({ id, last_seq: seq }) => ({ id, seq }));
    const made = await makeInParts(needs, behind);
    for (const { id, customer_id, severity, opened_at, data } of rows) {
      const facts = data === null ? made.get(id) : (JSON.parse(data) as CaseFacts);
      if (facts !== undefined && isUnder(facts, wanted.contract))
        counted.push({
          id,
          customer: customer_id,
          severity: severity as Severity,
          openedAt: opened_at,
          facts,
        });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < AT_ONCE) return counted;
    after = { openedAt: last.opened_at, id: last.id };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function makeInParts(needs: FactNeeds, cases: readonly SeenCase[]): Promise<Map<number, CaseFacts>> {
  const made = new Map<number, CaseFacts>();
  for (let at = 0; at < cases.length; at += LOGS_AT_ONCE) {
    for (const [id, facts] of await makeFacts(needs, cases.slice(at, at + LOGS_AT_ONCE))) made.set(id, facts);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return made;
}

function isUnder({ contract }: CaseFacts, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === (contract ?? NO_CONTRACT);
}

/** One part of them in the order in which they were opened, with their facts; null where these are behind. */
function readRows(
  db: Store['db'],
  { from, to, customer, severity, narrow }: WantedCases,
  after: { openedAt: number; id: number } | undefined,
) {
  let cases = db
    .selectFrom('cases')
    .select(['id', 'customer_id', 'severity', 'opened_at', 'last_seq'])
    .where('opened_at', '>=', after?.openedAt ?? from)
    .where('opened_at', '<', to)
    .where('id', '>', SYNTHETIC.caseId);
  if (customer !== undefined) cases = cases.where('customer_id', '=', customer);
  if (severity !== undefined) cases = cases.where('severity', '=', severity);
  if (narrow !== undefined) cases = cases.where(narrow);
  if (after !== undefined)
    cases = cases.where((where) =>
      where.or([where('opened_at', '>', after.openedAt), where('id', '>', after.id)]),
    );
  return db
    .selectFrom(cases.orderBy('opened_at').orderBy('id').limit(AT_ONCE).as('it'))
    .leftJoin('case_figures', (join) =>
      join
        .onRef('case_figures.case_id', '=', 'it.id')
        .onRef('case_figures.seq', '=', 'it.last_seq')
        .on('case_figures.form', '=', FACTS_FORM),
    )
    .select(['it.id', 'it.customer_id', 'it.severity', 'it.opened_at', 'it.last_seq', 'case_figures.data'])
    .orderBy('it.opened_at')
    .orderBy('it.id')
    .execute();
}
