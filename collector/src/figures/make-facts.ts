import { measureClocks } from '@watchcase/sla';
import { readFigureLogs, resolverFor } from '../cases/index.ts';
import type { Store } from '../store/index.ts';
import { absorbedBy } from './absorbed-by.ts';
import type { RatesVersion } from './cost-of-work.ts';
import { type CaseFacts, contractOf, FACTS_FORM, factsOfCase } from './facts-of-case.ts';

/** What making facts needs. */
export interface FactNeeds {
  store: Store;
  /** All versions of what a contract says that work costs. */
  ratesOf(contract: string): Promise<readonly RatesVersion[]>;
}

/** A case, and how long its log was when it was looked at. A longer one is read as well: the facts are made anew when somebody asks again. */
export interface SeenCase {
  id: number;
  seq: number;
}

/** Makes the facts of some cases of their logs, and keeps them: whoever asks next finds them. */
export async function makeFacts(
  { store, ratesOf }: FactNeeds,
  cases: readonly SeenCase[],
): Promise<Map<number, CaseFacts>> {
  const logs = await readFigureLogs(
    store.db,
    cases.map(({ id }) => id),
  );
  const rates = new Map<string, readonly RatesVersion[]>();
  const made = new Map<number, CaseFacts>();
  for (const [id, events] of logs) {
    const contract = contractOf(events);
    if (contract !== null && !rates.has(contract)) rates.set(contract, await ratesOf(contract));
    const clocks = measureClocks(events, await resolverFor(store.db, events));
    const absorbed = await absorbedBy(store.db, events);
    made.set(id, factsOfCase(events, { clocks, absorbed, rates: rates.get(contract ?? '') ?? [] }));
  }
  await keepFacts(store, cases, made);
  return made;
}

async function keepFacts(
  store: Store,
  cases: readonly SeenCase[],
  made: ReadonlyMap<number, CaseFacts>,
): Promise<void> {
  const rows = cases.flatMap(({ id, seq }) => {
    const facts = made.get(id);
    return facts === undefined ? [] : [{ case_id: id, seq, form: FACTS_FORM, data: JSON.stringify(facts) }];
  });
  if (rows.length === 0) return;
  await store.transaction((tx) =>
    tx
      .insertInto('case_figures')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('case_id').doUpdateSet((where) => ({
          seq: where.ref('excluded.seq'),
          form: where.ref('excluded.form'),
          data: where.ref('excluded.data'),
        })),
      )
      .execute(),
  );
}
