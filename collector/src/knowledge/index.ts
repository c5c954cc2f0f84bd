import type { Like } from '@watchcase/api';
import type { Clock, Log } from '@watchcase/runtime';
import type { CaseChange } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { type Articles, openArticles } from './articles.ts';
import { startCaseIndexer } from './case-indexer.ts';
import { type LikeCase, openLikeness } from './likeness.ts';
import { phrasesOf } from './terms.ts';
import { type FoundRows, openWordIndex } from './word-index.ts';
import { changesWords } from './words-of-case.ts';

/** What was learned from earlier faults; asked after commits, never in their way. */
export interface Knowledge {
  articles: Articles;
  /** Cases in which all words of a text stand, `most` of them at most. */
  findCases(text: string, most: number): Promise<FoundRows>;
  /** What is like a case and has a solution, the best first, with why. */
  likes(caseId: number): Promise<Like[]>;
  /** The best one's solution within a moment; undefined when there is none, or it takes too long. Never rejects. */
  hint(it: LikeCase): Promise<{ from: string; solution: string } | undefined>;
  /** These cases have changed. */
  changed(changes: readonly CaseChange[]): void;
  /** Resolves when everything that was touched can be found. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** A page waits no longer for a hint, milliseconds. */
const HINT_MS = 250;

/** Opens it over the store, and begins to write the words of cases. */
export function openKnowledge({ store, clock, log }: { store: Store; clock: Clock; log: Log }): Knowledge {
  const cases = openWordIndex(store, 'case_words');
  const articles = openWordIndex(store, 'article_words');
  const solved = openWordIndex(store, 'solved_words');
  const indexer = startCaseIndexer({ store, words: cases, solved, clock, log });
  const likeness = openLikeness({ db: store.db, solved, articles });

  async function best(it: LikeCase): Promise<{ from: string; solution: string } | undefined> {
    try {
      const [one] = await likeness.of(it);
      if (one === undefined) return undefined;
      return { from: one.kind === 'case' ? `C-${one.id}` : one.title, solution: one.solution };
    } catch (error) {
      log.warn(
        { code: 'HINT_FAILED', err: error },
        'a page goes out without what solved its fault last time',
      );
      return undefined;
    }
  }

  return {
    articles: openArticles(store, articles),
    findCases: (text, most) => cases.find(phrasesOf(text), most),
    likes: likeness.ofCase,
    async hint(it) {
      let late: ReturnType<Clock['after']> | undefined;
      const tooLate = new Promise<undefined>((resolve) => {
        late = clock.after(HINT_MS, () => resolve(undefined));
      });
      return Promise.race([best(it), tooLate]).finally(() => late?.cancel());
    },
    changed: (changes) => indexer.touched(changes.filter(changesWords).map(({ caseId }) => caseId)),
    settled: indexer.settled,
    stop: indexer.stop,
  };
}
