import type { Store } from '../store/index.ts';

/** What was said already, so that nothing is done twice: also after a restart, and whichever collector hears it. */
export interface SeenIds {
  /** False for what was dealt with already. What was begun and not ended, as before a crash, is begun again: acts go under the same key. */
  begin(key: string, now: number): Promise<boolean>;
  end(key: string, now: number): Promise<void>;
}

/** Keeps them in the store; housekeeping forgets them after a week, longer than any service sends a thing again. */
export function createSeenIds(store: Store): SeenIds {
  return {
    begin: (key, now) =>
      store.transaction(async (tx) => {
        await tx
          .insertInto('chat_seen')
          .values({ key, at: now, done_at: null })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute();
        const row = await tx
          .selectFrom('chat_seen')
          .select('done_at')
          .where('key', '=', key)
          .executeTakeFirst();
        return row?.done_at == null;
      }),
    end: async (key, now) => {
      await store.transaction((tx) =>
        tx.updateTable('chat_seen').set({ done_at: now }).where('key', '=', key).execute(),
      );
    },
  };
}
