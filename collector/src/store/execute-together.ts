import { type Compilable, type OperationNodeSource, sql } from 'kysely';
import type { Store, Tx } from './contract.ts';

/** A statement that only writes. */
export type Write = Compilable & OperationNodeSource;

/** Executes statements that each write to another table: in PostgreSQL, where each is a way there and back, as one. */
export async function executeTogether(
  { kind }: Pick<Store, 'kind'>,
  tx: Tx,
  writes: readonly Write[],
): Promise<void> {
  if (kind === 'sqlite') for (const write of writes) await tx.executeQuery(write.compile());
  else {
    const parts = writes.map((write, at) => sql`${sql.ref(`write_${at}`)} as (${write})`);
    await sql`with ${sql.join(parts)} select 1`.execute(tx);
  }
}
