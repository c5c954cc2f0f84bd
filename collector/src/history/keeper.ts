import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '@watchcase/runtime';
import type { Observation } from '../model/index.ts';
import { type Block, bytesOf, endBlock } from './block.ts';
import { createMark } from './marks.ts';
import { addToBlocks, type PendingBlock } from './pending.ts';
import type { References } from './references.ts';
import { SETTLE_MS } from './roll.ts';
import { FIVE_MINUTES, HOUR } from './steps.ts';

/** Blocks in memory until they are written. */
export interface Keeper {
  /** Adds a reading in memory. */
  add(one: Observation): void;
  /** Writes the blocks of these hosts in one transaction, which `more` may join. Throws when the disk does; nothing is lost then. */
  write(hostIds: Iterable<string>, now: number, more: () => void): { blocks: number; bytes: number };
  /** Written blocks of judged readings that the store does not know of yet, in their order. */
  unconfirmed(): readonly WrittenBlock[];
  /** The store knows of all that was written. */
  confirm(): void;
  /** Writes that, inside the caller's transaction or in one of its own. */
  saveMark(): void;
  /** Id of the last block that the store knows of. */
  confirmed(): number;
  /** Id of the last block written. */
  last(): number;
  /** What waits of these hosts is not to be written. */
  forget(hostIds: Iterable<string>): void;
  /**
   * Removes what was written and the store does not know: the blocks above `known`. They come again, here or elsewhere. What this file has seen confirmed stays,
   * though a store that was put back from a backup does not know it: its agents have forgotten it.
   */
  undo(known: number): void;
  /** A host's blocks that are not written yet. */
  pendingOf(hostId: string): { first: number; data: Uint8Array }[];
}

/** A block that has a row; `layouts` are the numbers of those it names. */
export interface WrittenBlock {
  hostId: string;
  block: number;
  first: number;
  layouts: readonly number[];
  data: Uint8Array;
}

/** Prepares keeping; `rawMs` is how long readings are kept. */
export function createKeeper(database: DatabaseSync, references: References, rawMs: number): Keeper {
  const insert = database.prepare(
    'INSERT INTO blocks (host, epoch, seq, first, data, late) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const rewind = database.prepare(
    'UPDATE rolled SET until = ?1 WHERE host = ?2 AND step = ?3 AND until > ?1',
  );
  const confirmed = createMark(database, 'confirmed');
  const pending = new Map<string, PendingBlock[]>();
  let last = confirmed.get();
  let unconfirmed: { hostId: string; row: number; block: Block }[] = [];

  /** What comes after its bucket was averaged is averaged again, where all of the bucket is still there. */
  function averageAgain(host: number, earliest: number, now: number): void {
    const age = now - earliest;
    if (age <= SETTLE_MS || age >= rawMs - HOUR) return;
    for (const step of [FIVE_MINUTES, HOUR]) rewind.run(Math.floor(earliest / step) * step, host, step);
  }

  function writeOne(host: number, { epoch, seq, late, earliest, block }: PendingBlock, now: number): number {
    const data = bytesOf(block);
    last = Number(insert.run(host, epoch, seq, block.first, data, late ? 1 : 0).lastInsertRowid);
    averageAgain(host, earliest, now);
    return data.length;
  }

  return {
    add(one) {
      const blocks = pending.get(one.hostId) ?? [];
      pending.set(one.hostId, blocks);
      addToBlocks(blocks, one, references.layout(one.layout));
    },
    write(hostIds, now, more) {
      const hosts = [...hostIds].filter((id) => pending.has(id));
      const before = last;
      const alreadyWritten = unconfirmed.length;
      const sum = { blocks: 0, bytes: 0 };
      try {
        inTransaction(database, () => {
          for (const id of hosts) {
            const ref = references.host(id);
            for (const one of pending.get(id) ?? []) {
              sum.bytes += writeOne(ref, one, now);
              sum.blocks++;
              if (!one.late) unconfirmed.push({ hostId: id, row: last, block: one.block });
            }
          }
          references.save();
          more();
        });
      } catch (error) {
        last = before;
        unconfirmed.length = alreadyWritten;
        throw error;
      }
      references.saved();
      for (const id of hosts) {
        for (const { block } of pending.get(id) ?? []) endBlock(block);
        pending.delete(id);
      }
      return sum;
    },
    unconfirmed: () =>
      unconfirmed.map(({ hostId, row, block }) => ({
        hostId,
        block: row,
        first: block.first,
        layouts: block.before.map(({ layout }) => layout),
        data: bytesOf(block),
      })),
    confirm() {
      confirmed.set(last);
      unconfirmed = [];
    },
    saveMark: confirmed.save,
    confirmed: confirmed.get,
    last: () => last,
    forget(hostIds) {
      for (const id of hostIds) pending.delete(id);
    },
    undo(known) {
      last = Math.max(known, confirmed.get());
      database.prepare('DELETE FROM blocks WHERE id > ?').run(last);
      confirmed.set(last);
      unconfirmed = [];
    },
    pendingOf: (hostId) =>
      (pending.get(hostId) ?? []).map(({ block }) => ({ first: block.first, data: bytesOf(block) })),
  };
}
