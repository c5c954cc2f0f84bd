import { useRef } from 'preact/hooks';
import { readSeries } from '../../api/client.ts';
import { query } from '../../state/route.ts';
import type { Resource } from '../../state/resource.ts';
import { serverNow } from '../../state/server-time.ts';
import { useResource } from '../../state/use-resource.ts';
import { continuedColumns } from '../../words/continued-columns.ts';
import { changed, type ChartLine } from '../../words/host-charts.ts';
import { type Columns, joinedColumns } from '../../words/joined-columns.ts';
import { type TimeWindow, windowOf } from '../../words/time-window.ts';
import { isGoingOn, windowKey, windowRestMs } from './chart-window.ts';

/** Lines of one host in a chart. */
export interface LinesOfHost {
  hostId: string;
  lines: readonly Pick<ChartLine, 'key' | 'change'>[];
}

/** What a chart shows, and between which moments, Unix milliseconds. */
export interface ShownColumns extends Columns {
  fromMs: number;
  toMs: number;
}

/** After so many points more all of it is read again: those at the end may be finer than the others. */
const MOST_ADDED = 120;
/** A rate needs the points before. */
const OVERLAP = 2;

/** Lines of hosts over the span in the address, kept up to date: what is known is not read again. */
export function useColumns(parts: readonly LinesOfHost[], window: TimeWindow): Resource<ShownColumns> {
  const key = `${windowKey(window)} ${JSON.stringify(parts)}`;
  const ids = new Set(parts.map(({ hostId }) => hostId));
  const kept = useRef<{ key: string; whole: number; step: number; columns: Columns } | undefined>(undefined);
  return useResource(
    key,
    async (signal) => {
      // What the address says when it is read: the last hour has gone on since.
      const { fromMs, toMs } = windowOf(query.peek(), serverNow());
      const before = kept.current?.key === key ? kept.current : undefined;
      const last = before?.columns.times.at(-1);
      if (
        before === undefined ||
        last === undefined ||
        before.columns.times.length > before.whole + MOST_ADDED
      ) {
        const { step, columns } = await readColumns(parts, { fromMs, toMs }, signal);
        kept.current = { key, whole: columns.times.length, step, columns };
        return { fromMs, toMs, ...columns };
      }
      const since = { fromMs: Math.max(fromMs, (last - OVERLAP * before.step) * 1000), toMs };
      const { columns: fresh } = await readColumns(parts, since, signal);
      const columns = continuedColumns(before.columns, fresh, fromMs / 1000);
      kept.current = { ...before, columns };
      return { fromMs, toMs, ...columns };
    },
    {
      touchedBy: (change) => isGoingOn(window) && change.hosts.some((id) => ids.has(id)),
      restMs: windowRestMs(window),
    },
  );
}

/** Columns of every host's lines, over one axis. */
async function readColumns(
  parts: readonly LinesOfHost[],
  span: { fromMs: number; toMs: number },
  signal: AbortSignal,
): Promise<{ step: number; columns: Columns }> {
  const answers = await Promise.all(
    parts.map(async ({ hostId, lines }) => {
      const series = lines.map(({ key }) => key);
      const answer = await readSeries(hostId, { series, ...span }, signal);
      const values = new Map(answer.series.map((one) => [one.key, one.values]));
      return {
        step: answer.stepSeconds,
        times: answer.times,
        lines: lines.map(({ key, change }) => changed(change, answer.times, values.get(key))),
      };
    }),
  );
  const step = Math.max(...answers.map((one) => one.step));
  return {
    step,
    columns: answers.length === 1 ? (answers[0] as Columns) : joinedColumns(answers, step * 1.5),
  };
}
