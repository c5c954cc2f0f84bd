import type { Paged } from '@watchcase/api';
import { readPaged } from '../../api/oncall.ts';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { serverNow } from '../../state/server-time.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';

const EVENING_HOUR = 18;
const DAY_MS = 86_400_000;
const counts = ['pages', 'cases', 'atNight', 'nights'] as const;
type Row = Paged['items'][number];

/** Who was woken, and how often: since last evening, and in a month. */
export function PagedTable() {
  const { oncall } = texts.value;
  const now = serverNow();
  const read = (from: number) => (signal: AbortSignal) =>
    readPaged({ from: new Date(from).toISOString(), to: new Date(now).toISOString() }, signal);
  const evening = useResource('paged since evening', read(lastEvening(now)));
  const month = useResource('paged in a month', read(now - 30 * DAY_MS));
  const fault = month.fault.value ?? evening.fault.value;
  const [recent, all] = [evening.data.value?.items, month.data.value?.items];
  return (
    <section>
      <h2>{oncall.paged}</h2>
      {fault !== undefined ? (
        <FaultNote fault={fault} retry={month.refresh} />
      ) : recent === undefined || all === undefined ? (
        <Waiting rows={4} height={44} />
      ) : all.length === 0 ? (
        <Empty icon="check" title={oncall.pagedNone} />
      ) : (
        <>
          <p class="lead">{oncall.pagedLead}</p>
          <PagedIn span={oncall.pagedSince.evening} rows={recent} />
          <PagedIn span={oncall.pagedSince.month} rows={all} />
        </>
      )}
    </section>
  );
}

/** A table of one span, narrow enough for a phone. */
function PagedIn({ span, rows }: { span: string; rows: readonly Row[] }) {
  const { oncall } = texts.value;
  return (
    <div class="figure-groups" tabIndex={0} role="region" aria-label={`${oncall.paged}: ${span}`}>
      <table class="fairness paged">
        <caption>{span}</caption>
        <thead>
          <tr>
            <th scope="col">{oncall.fairnessHead.person}</th>
            {counts.map((count) => (
              <th key={count} scope="col">
                {oncall.pagedHead[count]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.person.id}>
              <th scope="row">{row.person.name}</th>
              {counts.map((count) => (
                <td key={count} class="figures">
                  {row[count]}
                </td>
              ))}
            </tr>
          ))}
          {rows.length > 0 ? null : (
            <tr>
              <td colSpan={counts.length + 1}>{oncall.pagedNoneHere}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Six in the evening of the day before, on the reader's wall. */
function lastEvening(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1, EVENING_HOUR).getTime();
}
