import type { DutyPreview } from '@watchcase/api';
import { readDutyPreview } from '../../api/oncall.ts';
import { StepButton } from '../../parts/step-button.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { query, setQuery } from '../../state/route.ts';
import { serverNow } from '../../state/server-time.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { dutyWeeks, weekBegin } from '../../words/duty-weeks.ts';
import { dayText } from '../../words/moment.ts';
import { DutyList } from './duty-list.tsx';
import { DutyWeek } from './duty-week.tsx';

const WEEKS = 4;

type Item = DutyPreview['items'][number];

/** Four weeks of duty, each rota by itself; `stamp` changes when what is known of changes does. */
export function DutyCalendar({ rota, stamp }: { rota: string; stamp: string }) {
  const typed = Date.parse(query.value.get('from') ?? '');
  const begin = weekBegin(Number.isNaN(typed) ? serverNow() : typed);
  const end = weekBegin(begin, WEEKS);
  const span = { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
  const found = useResource(`duty ${rota} ${begin} ${stamp}`, (signal) =>
    readDutyPreview({ rota, ...span }, signal),
  );
  const answer = found.data.value;
  return (
    <section class="duty-calendar">
      <WeekBar begin={begin} end={end} />
      {found.fault.value === undefined ? null : <FaultNote fault={found.fault.value} retry={found.refresh} />}
      {answer === undefined ? (
        found.fault.value === undefined ? (
          <Waiting rows={2} height={220} />
        ) : null
      ) : (
        answer.items.map((item) => (
          <RotaCard key={item.rota.id} item={item} begin={begin} people={answer.people} />
        ))
      )}
    </section>
  );
}

function WeekBar({ begin, end }: { begin: number; end: number }) {
  const { oncall } = texts.value;
  const goTo = (weeks: number) => {
    const day = new Date(weekBegin(begin, weeks) + 43_200_000).toISOString().slice(0, 10);
    setQuery('from', day);
  };
  return (
    <div class="period-bar">
      <StepButton to="before" label={oncall.earlier} step={() => goTo(-WEEKS)} />
      <strong aria-live="polite">
        {`${dayText(begin, language.value)} – ${dayText(end - 1, language.value)}`}
      </strong>
      <StepButton to="after" label={oncall.later} step={() => goTo(WEEKS)} />
    </div>
  );
}

interface RotaCardProps {
  item: Item;
  begin: number;
  people: DutyPreview['people'];
}

function RotaCard({ item, begin, people }: RotaCardProps) {
  const { oncall } = texts.value;
  // Each person has a colour of their own, the same in all weeks and rotas shown.
  const named = new Map(people.map(({ id, name }, index) => [id, { name, ink: `duty-${index % 8}` }]));
  const present = people.filter(({ id }) => item.spans.some((span) => span.people.includes(id)));
  return (
    <article class="card duty-rota">
      <h2>{item.rota.name}</h2>
      <p class="soft">{oncall.zone(item.zone)}</p>
      <ul class="duty-legend">
        {present.map(({ id, name }) => (
          <li key={id}>
            <span class={`duty-dot ${named.get(id)?.ink ?? ''}`} />
            {name}
          </li>
        ))}
        {item.gaps.length === 0 ? null : (
          <li class="overdue-word">
            <span class="duty-dot duty-gap" />
            {oncall.gap}
          </li>
        )}
      </ul>
      {dutyWeeks(begin, WEEKS, item).map((row) => (
        <DutyWeek key={row.from} row={row} named={named} />
      ))}
      <details>
        <summary>{oncall.list}</summary>
        <DutyList item={item} named={named} />
      </details>
    </article>
  );
}
