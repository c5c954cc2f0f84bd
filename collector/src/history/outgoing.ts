import type { DatabaseSync } from 'node:sqlite';
import { visitBlock } from './block.ts';
import type { RemoteConfig } from './config.ts';
import { addLinesOf, type HostTags, tagsText } from './line-protocol.ts';
import type { References } from './references.ts';
import { createMean, type Mean } from './roll.ts';

/** Blocks on their way, as lines. */
export interface Batch {
  blocks: number;
  bytes: number;
  /** Id of the last block. */
  last: number;
  lines: string[];
}

/** What waits to be sent: the blocks above some id, oldest first. */
export interface Outgoing {
  /** The blocks after `block`, and not above `upTo`: at most `most`, and about 2 MB of lines; undefined when there are none. */
  after(block: number, most: number): Batch | undefined;
  /** How many blocks lie above `block`, and their bytes. Reads them all: for the start. */
  size(block: number): { blocks: number; bytes: number };
  /** Ids and bytes of the oldest blocks above `block`, at most a thousand. */
  oldest(block: number): { id: number; bytes: number }[];
}

interface Row {
  id: number;
  host: number;
  first: number;
  data: Uint8Array;
}

const BATCH_LENGTH = 2_000_000;

/** Reads blocks and makes lines of them; with `resolution: minute` one line for all readings of a block. */
export function createOutgoing(
  database: DatabaseSync,
  resolution: RemoteConfig['resolution'],
  needs: { references: References; tagsOf(hostId: string): HostTags; upTo(): number },
): Outgoing {
  const rows = database.prepare(
    'SELECT id, host, first, data FROM blocks WHERE id > ? AND id <= ? ORDER BY id LIMIT ?',
  );
  const visit = resolution === 'minute' ? visitMeans : visitEach;
  const total = database.prepare(
    'SELECT count(*) AS blocks, coalesce(sum(length(data)), 0) AS bytes FROM blocks WHERE id > ?',
  );
  const old = database.prepare(
    'SELECT id, length(data) AS bytes FROM blocks WHERE id > ? ORDER BY id LIMIT 1000',
  );

  function addLines(row: Row, lines: string[]): number {
    const { references } = needs;
    const tags = tagsText({ ...needs.tagsOf(references.hostId(row.host)) });
    const before = lines.length;
    visit(row, (layout, time, values) =>
      addLinesOf({ groups: references.seriesOf(layout).layout.groups, time, values }, tags, lines),
    );
    let length = 0;
    for (let i = before; i < lines.length; i++) length += lines[i]?.length ?? 0;
    return length;
  }

  return {
    after(block, most) {
      const batch: Batch = { blocks: 0, bytes: 0, last: block, lines: [] };
      let length = 0;
      for (const row of rows.iterate(block, needs.upTo(), most) as Iterable<unknown> as Iterable<Row>) {
        length += addLines(row, batch.lines);
        batch.blocks++;
        batch.bytes += row.data.length;
        batch.last = row.id;
        if (length >= BATCH_LENGTH) break;
      }
      return batch.blocks === 0 ? undefined : batch;
    },
    size: (block) => total.get(block) as { blocks: number; bytes: number },
    oldest: (block) => old.all(block) as { id: number; bytes: number }[],
  };
}

type Visit = (layout: number, time: number, values: Float64Array) => void;

function visitEach(row: Row, visit: Visit): void {
  visitBlock(row, undefined, visit);
}

/** One reading per layout: the means, at the time of the last. */
function visitMeans(row: Row, visit: Visit): void {
  const means = new Map<number, { time: number; mean: Mean }>();
  visitBlock(row, undefined, (layout, time, values) => {
    const known = means.get(layout) ?? { time, mean: createMean(values.length) };
    means.set(layout, known);
    known.time = Math.max(known.time, time);
    known.mean.add(values);
  });
  for (const [layout, { time, mean }] of means) visit(layout, time, mean.values());
}
