import type { Outbox, OutboxNeeds } from './outbox.ts';
import { SqliteOutbox } from './sqlite-outbox.ts';

/** Opens the outbox, beginning a new epoch. */
export function openOutbox(needs: OutboxNeeds): Outbox {
  return new SqliteOutbox(needs);
}
