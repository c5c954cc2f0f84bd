import type { Clock, Log, Timer } from '@watchcase/runtime';
import { type FactNeeds, makeFacts } from './make-facts.ts';

/** Keeps facts ready, after commits and never in their way. */
export interface CaseFollower {
  /** These have changed. */
  touched(caseIds: Iterable<number>): void;
  /** Resolves when all that has ended of them is ready. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** So many in one transaction, so long after they changed. */
const AT_ONCE = 100;
const WAIT_MS = 5000;

/** Makes the facts of cases that have ended: those change seldom. What was missed, by a crash say, is made when somebody asks. */
export function followCases(needs: FactNeeds, { clock, log }: { clock: Clock; log: Log }): CaseFollower {
  const waiting = new Set<number>();
  let timer: Timer | undefined;
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();

  function schedule(): void {
    if (timer !== undefined || stopped || waiting.size === 0) return;
    timer = clock.after(WAIT_MS, () => {
      timer = undefined;
      underWay = underWay.then(work).then(schedule);
    });
  }

  async function work(): Promise<void> {
    const ids = [...waiting].slice(0, AT_ONCE);
    for (const id of ids) waiting.delete(id);
    if (ids.length === 0) return;
    try {
      const ended = await needs.store.db
        .selectFrom('cases')
        .select(['id', 'last_seq as seq'])
        .where('id', 'in', ids)
        .where('unresolved', '=', 0)
        .execute();
      await makeFacts(needs, ended);
    } catch (error) {
      log.warn({ code: 'FIGURES_NOT_READY', err: error }, 'figures of some cases are made when asked for');
    }
  }

  return {
    touched(caseIds) {
      for (const id of caseIds) waiting.add(id);
      schedule();
    },
    async settled() {
      do underWay = underWay.then(work);
      while ((await underWay.then(() => waiting.size > 0)) && !stopped);
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      await underWay;
    },
  };
}
