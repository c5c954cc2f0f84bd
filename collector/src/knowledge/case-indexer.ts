import type { Clock, Log, Timer } from '@watchcase/runtime';
import { prepared } from '../prepared.ts';
import type { Store } from '../store/index.ts';
import type { WordIndex } from './word-index.ts';
import { type CaseWords, hasSaidMore, wordsOfCase } from './words-of-case.ts';

/** Keeps the words of cases behind their logs, after the commit and never in its way. */
export interface CaseIndexer {
  /** These have changed. */
  touched(caseIds: Iterable<number>): void;
  /** Resolves when everything that was touched can be found. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** What it needs. */
export interface IndexerNeeds {
  store: Store;
  words: WordIndex;
  /** Titles of those that have a solution, or once had one. */
  solved: WordIndex;
  clock: Clock;
  log: Log;
}

/** So many cases in one transaction, so long after they changed. */
const AT_ONCE = 100;
const WAIT_MS = 500;
/** At a start so many numbers are looked through at once, with a rest between. */
const WINDOW = 20_000;

/** Begins with the cases that have changed since their words were written. */
export function startCaseIndexer({ store, words, solved, clock, log }: IndexerNeeds): CaseIndexer {
  const waiting = new Set<number>();
  let timer: Timer | undefined;
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let seen = 0;

  function schedule(): void {
    if (timer !== undefined || stopped) return;
    timer = clock.after(WAIT_MS, () => {
      timer = undefined;
      underWay = underWay.then(work).catch((error: unknown) => {
        log.error(
          { code: 'WORDS_NOT_WRITTEN', err: error },
          'what changed cannot be found by its words yet; tried again',
        );
        schedule();
      });
    });
  }

  async function work(): Promise<void> {
    await lookFurther();
    const ids = [...waiting].slice(0, AT_ONCE);
    if (ids.length > 0) await write(ids);
    for (const id of ids) waiting.delete(id);
    if (waiting.size > 0 || seen !== Number.POSITIVE_INFINITY) schedule();
  }

  /** After a crash some are behind: all numbers are looked through once. */
  async function lookFurther(): Promise<void> {
    if (seen === Number.POSITIVE_INFINITY || waiting.size >= AT_ONCE) return;
    const last = await store.db
      .selectFrom('cases')
      .select((select) => select.fn.max('id').as('id'))
      .executeTakeFirst();
    const behind = await store.db
      .selectFrom('cases')
      .leftJoin('indexed_cases', 'indexed_cases.case_id', 'cases.id')
      .select(['cases.id', 'cases.last_seq as seq', hasSaidMore.as('hasWords')])
      .where('cases.id', '>', seen)
      .where('cases.id', '<=', seen + WINDOW)
      .where((where) =>
        where.or([
          where('indexed_cases.seq', 'is', null),
          where('indexed_cases.seq', '<', where.ref('cases.last_seq')),
        ]),
      )
      .execute();
    for (const { id } of behind.filter(({ hasWords }) => hasWords)) waiting.add(id);
    await passOver(behind.filter(({ hasWords }) => !hasWords).map(({ id, seq }) => ({ case_id: id, seq })));
    seen = (last?.id ?? 0) <= seen + WINDOW ? Number.POSITIVE_INFINITY : seen + WINDOW;
  }

  /** Of most cases only pages were told since their words were written: at the next start they are not looked at again. */
  async function passOver(cases: readonly Indexed[]): Promise<void> {
    for (let at = 0; at < cases.length; at += AT_ONCE)
      await store.transaction((tx) => writeSeqs(tx, cases.slice(at, at + AT_ONCE)));
  }

  async function write(ids: readonly number[]): Promise<void> {
    const found = new Map<number, CaseWords>();
    for (const id of ids) {
      const of = await wordsOfCase(store.db, id);
      if (of !== undefined) found.set(id, of);
    }
    await store.transaction(async (tx) => {
      for (const [id, { seq, ...of }] of found) {
        await words.put(tx, id, of.terms);
        if (of.solved !== undefined) await solved.put(tx, id, of.solved);
        await writeSeqs(tx, [{ case_id: id, seq }]);
      }
    });
  }

  schedule();
  return {
    touched(caseIds) {
      for (const id of caseIds) waiting.add(id);
      schedule();
    },
    async settled() {
      do underWay = underWay.then(work);
      while ((await underWay.then(() => waiting.size > 0 || seen !== Number.POSITIVE_INFINITY)) && !stopped);
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      await underWay;
    },
  };
}

/** Notes up to which line of their logs the words of cases are written. */
const writeSeqs = prepared((db, cases: readonly Indexed[]) =>
  db
    .insertInto('indexed_cases')
    .values(cases)
    .onConflict((conflict) =>
      conflict.column('case_id').doUpdateSet(({ ref }) => ({ seq: ref('excluded.seq') })),
    ),
);

/** A row of `indexed_cases`. */
type Indexed = Readonly<Record<'case_id' | 'seq', number>>;
