import { useSignal } from '@preact/signals';
import type { CalendarDays } from '@watchcase/api';
import { readCalendarDays } from '../../api/directory.ts';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { StepButton } from '../../parts/step-button.tsx';
import { language } from '../../state/language.ts';
import { serverNow } from '../../state/server-time.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { calendarDayText, longWeekday, weekdaysText } from '../../words/moment.ts';

const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;
const DAY_MS = 86_400_000;
/** A Monday, for the names of days. */
const MONDAY = Date.UTC(2026, 0, 5);

/** A calendar as people know one: hours by weekday, and the days of a year that are not as their weekday is. */
export function CalendarFacts({ id, version }: { id: string; version: number }) {
  const year = useSignal(new Date(serverNow()).getFullYear());
  const { value: shown } = year;
  const kept = useResource(`calendar ${id} ${version} ${shown}`, (signal) =>
    readCalendarDays(id, shown, signal),
  );
  const said = kept.data.value;
  if (kept.fault.value !== undefined) return <FaultNote fault={kept.fault.value} retry={kept.refresh} />;
  if (said === undefined) return <Waiting rows={4} height={40} />;
  return (
    <>
      <Week said={said} />
      <section>
        <div class="section-top">
          <h2>{texts.value.records.yearTitle}</h2>
          <YearChoice year={shown} choose={(chosen) => (year.value = chosen)} />
        </div>
        <Days said={said} />
      </section>
    </>
  );
}

function YearChoice({ year, choose }: { year: number; choose: (year: number) => void }) {
  const { records } = texts.value;
  return (
    <div class="year-choice">
      <StepButton
        to="before"
        label={records.yearBefore}
        isOff={year <= FIRST_YEAR}
        step={() => choose(year - 1)}
      />
      <strong class="figures" role="status">
        {year}
      </strong>
      <StepButton
        to="after"
        label={records.yearAfter}
        isOff={year >= LAST_YEAR}
        step={() => choose(year + 1)}
      />
    </div>
  );
}

function Week({ said: { week, makeUp, knownUntil, toldFrom } }: { said: CalendarDays }) {
  const { records, shell } = texts.value;
  const hours = (spans: readonly string[]) =>
    spans.length === 0 ? records.closed : spansSaid(spans, shell.and);
  return (
    <section>
      <h2>{records.week}</h2>
      <dl class="card record-facts">
        {week.map((spans, at) => {
          const day = longWeekday(new Date(MONDAY + at * DAY_MS).toISOString(), language.value);
          return (
            <div key={day}>
              <dt>{day}</dt>
              <dd class={spans.length === 0 ? 'soft' : 'figures'}>{hours(spans)}</dd>
            </div>
          );
        })}
        <div>
          <dt>{records.makeUpDays}</dt>
          <dd>{makeUp === null ? records.makeUpFree : hours(makeUp)}</dd>
        </div>
        <div>
          <dt>{records.known}</dt>
          <dd>{knownUntil === null ? records.knownForEver : calendarDayText(knownUntil, language.value)}</dd>
        </div>
        {toldFrom === null ? null : (
          <div>
            <dt>{records.toldFrom}</dt>
            <dd>{calendarDayText(toldFrom, language.value)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function spansSaid(spans: readonly string[], and: string): string {
  return spans.map((span) => span.replace('-', '–')).join(and);
}

function Days({ said: { days } }: { said: CalendarDays }) {
  const { records, shell } = texts.value;
  if (days.length === 0) return <p class="card record-text soft">{records.yearNone}</p>;
  return (
    <ul class="record-list card calendar-days">
      {days.map(({ from, to, kind, name, hours, isProvisional }) => (
        <li key={from} class={kind}>
          <span class="figures">{weekdaysText(from, to, language.value)}</span>
          <strong>{name ?? ''}</strong>
          <span class={kind === 'off' ? 'soft' : ''}>
            {kind === 'off'
              ? `${records.off}, ${records.days(countOf(from, to))}`
              : records.works(spansSaid(hours, shell.and))}
          </span>
          {isProvisional ? (
            <span class="mark" title={records.provisionalHint}>
              {records.provisional}
            </span>
          ) : (
            <span />
          )}
        </li>
      ))}
    </ul>
  );
}

function countOf(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}
