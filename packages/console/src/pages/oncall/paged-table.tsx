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
          <div class="figure-groups" tabIndex={0} role="region" aria-label={oncall.paged}>
            <table class="fairness">
              <PagedHead />
              <tbody>
                {all.map((row) => (
                  <tr key={row.person.id}>
                    <th scope="row">{row.person.name}</th>
                    <Cells row={recent.find(({ person }) => person.id === row.person.id)} />
                    <Cells row={row} />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function PagedHead() {
  const { oncall } = texts.value;
  const spans = [oncall.pagedSince.evening, oncall.pagedSince.month];
  return (
    <thead>
      <tr>
        <th rowSpan={2} scope="col">
          {oncall.fairnessHead.person}
        </th>
        {spans.map((text) => (
          <th key={text} colSpan={counts.length} scope="colgroup">
            {text}
          </th>
        ))}
      </tr>
      <tr>
        {spans.flatMap((span) =>
          counts.map((count) => (
            <th key={`${span} ${count}`} scope="col">
              {oncall.pagedHead[count]}
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

function Cells({ row }: { row: Row | undefined }) {
  return (
    <>
      {counts.map((count) => (
        <td key={count} class="figures">
          {row?.[count] ?? 0}
        </td>
      ))}
    </>
  );
}

/** Six in the evening of the day before, on the reader's wall. */
function lastEvening(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1, EVENING_HOUR).getTime();
}
