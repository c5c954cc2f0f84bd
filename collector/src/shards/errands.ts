import { type Clock, type Fault, isUserError, UserError } from '@watchcase/runtime';
import type { HostIdentity } from '@watchcase/protocol';
import type { CaseAction, HostChange, NewCase } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';

/** What one collector asks of the one whose shard it is: a person's act, a case they open, a change of a host, or to know a host that has joined. */
export type Errand =
  | { kind: 'act'; caseId: number; action: CaseAction }
  | { kind: 'open'; wanted: NewCase }
  | { kind: 'host'; identity: HostIdentity; customerId: string; siteId: string; name: string; again?: true }
  | { kind: 'host-change'; hostId: string; change: HostChange };

/** Rows through which collectors ask each other. */
export interface Errands {
  /** Writes it down, inside a transaction that it belongs to. Gives its number. */
  leave(tx: Tx, shard: number, errand: Errand, now: number): Promise<number>;
  /**
   * Waits until it was done. Errors (UserError): those of the one who did it; SHARD_OWNER_AWAY when nobody did in ten seconds: it is withdrawn
   * then, and was not done. With `keep` it stays, to be done later, and nothing is thrown.
   */
  answerOf(id: number, options?: { keep: boolean }): Promise<void>;
  /** Does what is asked of us, oldest first. Never rejects for one errand's sake; what failed is tried again with the next call. */
  doAll(shards: readonly number[]): Promise<void>;
}

/** What it needs. */
export interface ErrandNeeds {
  store: Pick<Store, 'db' | 'transaction'>;
  /** Does one; `done` is to be called within the transaction that does it, and once only. */
  perform(errand: Errand, done: (tx: Tx) => Promise<void>): Promise<void>;
  clock: Clock;
  failed(error: unknown): void;
}

const POLL_MS = 50;
const PATIENCE_MS = 10_000;
const AT_ONCE = 100;
type Answer = { ok: true } | { fault: Fault };

/** Builds both ends. */
export function createErrands({ store, perform, clock, failed }: ErrandNeeds): Errands {
  return {
    async leave(tx, shard, errand, now) {
      const row = { shard, body: JSON.stringify(errand), created_at: now };
      const { id } = await tx.insertInto('errands').values(row).returning('id').executeTakeFirstOrThrow();
      return id;
    },
    async answerOf(id, options) {
      const until = clock.monotonic() + PATIENCE_MS;
      while (clock.monotonic() < until) {
        if (await take(store, id, 'answered')) return;
        await new Promise<void>((resolve) => {
          clock.after(POLL_MS, resolve);
        });
      }
      if (options?.keep === true) return;
      if (await take(store, id, 'waiting')) throw nobody(id);
      await take(store, id, 'answered');
    },
    async doAll(shards) {
      if (shards.length === 0) return;
      const rows = await store.db
        .selectFrom('errands')
        .select(['id', 'body'])
        .where('answer', 'is', null)
        .where('shard', 'in', shards)
        .orderBy('id')
        .limit(AT_ONCE)
        .execute();
      for (const { id, body } of rows) {
        try {
          await perform(JSON.parse(body) as Errand, (tx) => answer(tx, id, { ok: true }));
        } catch (error) {
          if (!isUserError(error) || error.faults[0] === undefined) failed(error);
          else await refuse(id, error.faults[0]);
        }
      }
    },
  };

  async function refuse(id: number, fault: Fault): Promise<void> {
    await store.transaction((tx) => answer(tx, id, { fault })).catch(failed);
  }
}

async function answer(tx: Tx, id: number, text: Answer): Promise<void> {
  const result = await tx
    .updateTable('errands')
    .set({ answer: JSON.stringify(text) })
    .where('id', '=', id)
    .where('answer', 'is', null)
    .executeTakeFirst();
  // It was withdrawn: whoever asked was told that it is not done, so it must not be.
  if (result.numUpdatedRows !== 1n) throw new Error(`errand ${id} was withdrawn`);
}

/** Removes the errand when it is in this state; true when it was. Throws what the answer says. */
async function take(
  store: Pick<Store, 'transaction'>,
  id: number,
  state: 'answered' | 'waiting',
): Promise<boolean> {
  const row = await store.transaction((tx) =>
    tx
      .deleteFrom('errands')
      .where('id', '=', id)
      .where('answer', state === 'answered' ? 'is not' : 'is', null)
      .returning('answer')
      .executeTakeFirst(),
  );
  if (row === undefined) return false;
  const found = JSON.parse(row.answer ?? '{}') as Answer;
  if ('fault' in found) throw new UserError(found.fault);
  return true;
}

function nobody(id: number): UserError {
  return new UserError({
    code: 'SHARD_OWNER_AWAY',
    place: `errand ${id}`,
    message: 'the collector that works for this customer did not answer',
    fix: 'try again in ten seconds: its customers move to another one then; nothing was done',
  });
}
