import type { DatabaseSync } from 'node:sqlite';
import type { Layout } from '@watchcase/protocol';
import type { JudgedBlock } from '../model/index.ts';
import { visitBlock } from './block.ts';
import { BLOCK_SPAN_MS } from './pending.ts';
import type { References } from './references.ts';

/** One reading that rules have judged; NaN where a value was missing. `values` is overwritten by the next reading of its layout. */
export interface JudgedReading {
  /** Id of its layout, and the layout where it is known here. */
  layoutId: string;
  layout: Layout | undefined;
  /** Corrected sample time, Unix milliseconds. */
  time: number;
  values: Float64Array;
}

/** Reads back what rules have judged of one host, from `reachMs` before the last such reading on, in the order they were judged. */
export type VisitJudged = (hostId: string, reachMs: number, visit: (reading: JudgedReading) => void) => void;

/** The layouts of what would be visited, as far as they are known. */
export type JudgedLayouts = (hostId: string, reachMs: number) => Layout[];

/** Prepares reading back; `now` bounds where the last reading may lie. */
export function createJudged(
  database: DatabaseSync,
  references: References,
  now: () => number,
): { judged: VisitJudged; judgedLayouts: JudgedLayouts } {
  const newest = database.prepare(
    'SELECT first FROM blocks WHERE host = ? AND late = 0 AND first <= ? ORDER BY first DESC LIMIT 1',
  );
  const blocks = database.prepare(
    'SELECT first, data FROM blocks WHERE host = ? AND late = 0 AND first >= ? ORDER BY id',
  );

  function blocksOf(hostId: string, reachMs: number): Iterable<{ first: number; data: Uint8Array }> {
    const host = references.findHost(hostId);
    const last = host === undefined ? undefined : (newest.get(host, now()) as { first: number } | undefined);
    if (host === undefined || last === undefined) return [];
    const rows = blocks.iterate(host, last.first - reachMs - BLOCK_SPAN_MS) as Iterable<unknown>;
    return rows as Iterable<{ first: number; data: Uint8Array }>;
  }

  return {
    judged(hostId, reachMs, visit) {
      for (const block of blocksOf(hostId, reachMs))
        visitBlock(block, undefined, (ref, time, values) =>
          visit({ layoutId: references.layoutId(ref), layout: references.findLayout(ref), time, values }),
        );
    },
    judgedLayouts(hostId, reachMs) {
      const seen = new Set<number>();
      const note = (ref: number) => {
        seen.add(ref);
        return false;
      };
      for (const block of blocksOf(hostId, reachMs)) visitBlock(block, note, () => undefined);
      return [...seen].flatMap((ref) => references.findLayout(ref) ?? []);
    },
  };
}

/** The same over the blocks of each host that some collector kept for us, all of them; `layoutOf` knows layouts by their id. */
export function judgedIn(
  blocks: ReadonlyMap<string, readonly JudgedBlock[]>,
  layoutOf: (id: string) => Layout | undefined,
): VisitJudged {
  return (hostId, _reachMs, visit) => {
    for (const block of blocks.get(hostId) ?? [])
      visitBlock(block, undefined, (ref, time, values) => {
        const layoutId = block.layouts[ref] ?? '';
        visit({ layoutId, layout: layoutOf(layoutId), time, values });
      });
  };
}
