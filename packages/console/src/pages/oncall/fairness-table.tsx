import type { Fairness } from '@watchcase/api';
import { readFairness } from '../../api/oncall.ts';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { serverNow } from '../../state/server-time.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { monthText } from '../../words/moment.ts';

const MONTHS_BEFORE = 2;
type Row = Fairness['items'][number];
type Counts = Pick<Row, 'hours' | 'nights' | 'holidays'>;

/** Hours, nights and days off of each person, this month and the two before, the newest first: a phone has room for one. */
export function FairnessTable({ rota }: { rota: string }) {
  const { oncall } = texts.value;
  const months = Array.from({ length: MONTHS_BEFORE + 1 }, (_, index) => monthBefore(index));
  const span = { from: months.at(-1) ?? '', to: months[0] ?? '' };
  const found = useResource(`fairness ${rota} ${span.from}`, (signal) =>
    readFairness({ rota, ...span }, signal),
  );
  const items = found.data.value?.items;
  if (found.fault.value !== undefined) return <FaultNote fault={found.fault.value} retry={found.refresh} />;
  if (items === undefined) return <Waiting rows={5} height={44} />;
  if (items.length === 0) return <Empty icon="figures" title={oncall.fairnessNone} />;
  return (
    <>
      <p class="lead">{oncall.fairnessLead}</p>
      <div class="figure-groups" tabIndex={0} role="region" aria-label={oncall.views.fairness}>
        <table class="fairness">
          <FairnessHead months={months} />
          <tbody>
            {[...Map.groupBy(items, ({ person }) => person.id).values()].map((rows) => (
              <tr key={rows[0]?.person.id}>
                <th scope="row">{rows[0]?.person.name}</th>
                {months.map((month) => (
                  <Cells key={month} counts={rows.find((row) => row.month === month)} />
                ))}
                <Cells counts={sumOf(rows)} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function FairnessHead({ months }: { months: readonly string[] }) {
  const { oncall } = texts.value;
  const { person, hours, nights, holidays } = oncall.fairnessHead;
  return (
    <thead>
      <tr>
        <th rowSpan={2} scope="col">
          {person}
        </th>
        {[...months.map((month) => monthText(month, language.value)), oncall.total].map((text) => (
          <th key={text} colSpan={3} scope="colgroup">
            {text}
          </th>
        ))}
      </tr>
      <tr>
        {[...months, 'total'].flatMap((month) =>
          [hours, nights, holidays].map((text) => (
            <th key={`${month} ${text}`} scope="col">
              {text}
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

function Cells({ counts }: { counts: Counts | undefined }) {
  return (
    <>
      {[counts?.hours ?? 0, counts?.nights ?? 0, counts?.holidays ?? 0].map((value, index) => (
        <td key={index} class="figures">
          {Math.round(value * 10) / 10}
        </td>
      ))}
    </>
  );
}

function sumOf(rows: readonly Row[]): Counts {
  const sum = (field: keyof Counts) => rows.reduce((all, row) => all + row[field], 0);
  return { hours: sum('hours'), nights: sum('nights'), holidays: sum('holidays') };
}

function monthBefore(count: number): string {
  const now = new Date(serverNow());
  const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - count));
  return month.toISOString().slice(0, 7);
}
