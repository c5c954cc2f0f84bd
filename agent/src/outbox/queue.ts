import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { bytesOf, type MessageKind, type NewMessage, type OutboxMessage } from './message.ts';

/** Rows of messages: one chain per epoch, each row naming the one before it that was not dropped. */
export interface Queue {
  /** Makes `epoch` known; its first message will have seq 1. */
  begin(epoch: number): void;
  /** Puts a message behind the last of `epoch`; gives it as it stands there. */
  add(epoch: number, message: NewMessage): OutboxMessage;
  /** Messages of `epoch` behind `seq`, in order. */
  read(epoch: number, seq: number, limit: number): OutboxMessage[];
  /** Messages and bytes behind `from` up to `to`. */
  measure(epoch: number, from: number, to: number): { messages: number; bytes: number };
  /** All of them. */
  total(): { messages: number; bytes: number };
  /** Makes message `seq` follow `after`. */
  follow(epoch: number, seq: number, after: number): void;
  /** Forgets messages up to `seq`. */
  forget(epoch: number, seq: number): void;
  /** Forgets epochs without messages, except `live` and the one beside it, whose numbers go on. */
  forgetEmpty(live: number): void;
  /** Drops the oldest of a kind until `bytes` are free or none is left; the chain closes over the gap. */
  dropOldest(kind: MessageKind, bytes: number): { messages: number; bytes: number };
  /** Drops readings that a layout names. */
  dropLayout(layout: string): { messages: number; bytes: number };
  /** Epochs that have messages, oldest first. */
  epochs(): number[];
  /** The transaction is done. */
  settle(): void;
  /** The transaction was undone: numbers go on from where they stood before it. */
  undo(): void;
}

const DROP_STEP = 64;

interface Head {
  seq: number;
  kept: number;
}

/** Prepares the queue's statements over an open database. */
export function createQueue(database: DatabaseSync): Queue {
  const s = prepareStatements(database);
  /** Last number of each epoch that was added to, and of those the last that was not dropped. Nobody adds to an epoch of before the start. */
  let heads = new Map<number, Head>();
  let settled = new Map(heads);

  function dropRow(row: Record<string, SQLOutputValue>): number {
    const { epoch = 0, seq = 0, after = 0, bytes = 0 } = row;
    s.remove.run(epoch, seq);
    s.relink.run({ epoch, seq, after });
    const head = heads.get(Number(epoch));
    if (head?.kept === seq) heads.set(Number(epoch), { ...head, kept: Number(after) });
    return Number(bytes);
  }

  function drop(rows: Record<string, SQLOutputValue>[], enoughBytes: number) {
    const dropped = { messages: 0, bytes: 0 };
    for (const row of rows) {
      if (dropped.bytes >= enoughBytes) break;
      dropped.bytes += dropRow(row);
      dropped.messages++;
    }
    return dropped;
  }

  return {
    begin: (epoch) => void s.begin.run(epoch),
    add(epoch, message) {
      if (!heads.has(epoch)) s.begin.run(epoch);
      const head = heads.get(epoch) ?? { seq: 0, kept: 0 };
      const seq = head.seq + 1;
      const after = head.kept;
      heads.set(epoch, { seq, kept: seq });
      const { kind, time, layout = null, body, reading } = message;
      const bytes = bytesOf(message);
      // Nobody reads it back; it is how far this host has counted, for whoever looks at the file.
      s.advance.run(seq, epoch);
      s.insert.run(epoch, seq, after, kind, time, layout, body, bytes);
      return { epoch, seq, after, kind, time, body, bytes, reading };
    },
    read: (epoch, seq, limit) => s.read.all(epoch, seq, limit) as unknown as OutboxMessage[],
    measure: (epoch, from, to) => s.measure.get(epoch, from, to) as { messages: number; bytes: number },
    total: () => s.total.get() as { messages: number; bytes: number },
    follow: (epoch, seq, after) => void s.follow.run(after, epoch, seq),
    forget: (epoch, seq) => void s.forget.run(epoch, seq),
    forgetEmpty: (live) => void s.forgetEmpty.run(live),
    dropOldest(kind, bytes) {
      const sum = { messages: 0, bytes: 0 };
      while (sum.bytes < bytes) {
        const step = drop(s.oldest.all(kind, DROP_STEP), bytes - sum.bytes);
        if (step.messages === 0) break;
        sum.messages += step.messages;
        sum.bytes += step.bytes;
      }
      return sum;
    },
    dropLayout: (layout) => drop(s.ofLayout.all(layout), Number.POSITIVE_INFINITY),
    epochs: () => s.epochs.all().map((row) => Number(row['epoch'])),
    settle: () => void (settled = new Map(heads)),
    undo: () => void (heads = new Map(settled)),
  };
}

function prepareStatements(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text);
  return {
    begin: sql('INSERT OR IGNORE INTO epoch VALUES (?, 0, 0)'),
    insert: sql('INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    read: sql(
      'SELECT epoch, seq, after, kind, time, body, bytes FROM message WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?',
    ),
    measure: sql(
      'SELECT count(*) AS messages, coalesce(sum(bytes), 0) AS bytes FROM message WHERE epoch = ? AND seq > ? AND seq <= ?',
    ),
    total: sql('SELECT count(*) AS messages, coalesce(sum(bytes), 0) AS bytes FROM message'),
    advance: sql('UPDATE epoch SET last_seq = ? WHERE epoch = ?'),
    follow: sql('UPDATE message SET after = ? WHERE epoch = ? AND seq = ?'),
    forget: sql('DELETE FROM message WHERE epoch = ? AND seq <= ?'),
    forgetEmpty: sql(
      'DELETE FROM epoch WHERE epoch NOT IN (?1, ?1 - 1) AND epoch NOT IN (SELECT epoch FROM message)',
    ),
    oldest: sql(
      'SELECT epoch, seq, after, bytes FROM message WHERE (epoch, seq) IN (SELECT epoch, seq FROM message WHERE kind = ? ORDER BY epoch, seq LIMIT ?) ORDER BY epoch, seq',
    ),
    ofLayout: sql('SELECT epoch, seq, after, bytes FROM message WHERE layout = ? ORDER BY epoch, seq'),
    remove: sql('DELETE FROM message WHERE epoch = ? AND seq = ?'),
    relink: sql(
      'UPDATE message SET after = :after WHERE epoch = :epoch AND seq = (SELECT min(seq) FROM message WHERE epoch = :epoch AND seq > :seq)',
    ),
    epochs: sql(
      'SELECT epoch FROM epoch WHERE EXISTS (SELECT 1 FROM message WHERE message.epoch = epoch.epoch) ORDER BY epoch',
    ),
  };
}
