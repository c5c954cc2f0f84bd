import type { CalendarDays } from '@watchcase/api';
import {
  calendarSchema,
  type CivilDay,
  type DaySpan,
  formatCivilDay,
  parseCivilDay,
  type PlannedDay,
  planDays,
  weekHours,
} from '@watchcase/calendar';

/** What a calendar's record says of a year (pure). */
export function calendarDays(data: Readonly<Record<string, unknown>>, year: number): CalendarDays {
  const calendar = calendarSchema.strip().parse(data);
  const plan = planDays(calendar);
  const { weekdays, makeUp } = weekHours(calendar);
  const first = parseCivilDay(`${year}-01-01`) ?? 0;
  const end = parseCivilDay(`${year + 1}-01-01`) ?? 0;
  const days: CalendarDays['days'] = [];
  for (let day = first; day < end; day++) {
    const planned = plan.of(day);
    const last = days.at(-1);
    if (last !== undefined && last.to === formatCivilDay(day - 1) && isMore(last, planned))
      last.to = formatCivilDay(day);
    else if (planned.kind !== 'weekday') days.push(oneDay(day, planned, planned.kind));
  }
  return {
    year,
    zone: calendar.zone,
    week: weekdays.map(spanTexts),
    makeUp: makeUp === undefined ? null : spanTexts(makeUp),
    knownUntil: plan.knownUntil === null ? null : formatCivilDay(plan.knownUntil),
    toldFrom: plan.toldFrom === null ? null : formatCivilDay(plan.toldFrom),
    days,
  };
}

type Day = CalendarDays['days'][number];

function oneDay(day: CivilDay, { name, spans, isProvisional }: PlannedDay, kind: Day['kind']): Day {
  const date = formatCivilDay(day);
  return { from: date, to: date, kind, name, hours: spanTexts(spans), isProvisional };
}

/** The day after is the same holiday. */
function isMore({ kind, name, isProvisional }: Day, next: PlannedDay): boolean {
  return kind === 'off' && next.kind === kind && next.name === name && next.isProvisional === isProvisional;
}

function spanTexts(spans: readonly DaySpan[]): string[] {
  return spans.map(({ from, to }) => `${clockText(from)}-${clockText(to)}`);
}

function clockText(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
