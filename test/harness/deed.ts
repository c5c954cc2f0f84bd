import type { Store } from '../../collector/src/store/index.ts';

/** Something that is done to a store in one or several transactions, and may be done again after a crash: the outcome is that of once. */
export interface Deed {
  /** What is there before. */
  prepare(store: Store): Promise<void>;
  run(store: Store): Promise<void>;
}
