/** The kinds of schedules that a form has; a recurrence rule is written in the policy itself. */
export const scheduleKinds = ['onCalendar', 'cron', 'every'] as const;
type ScheduleKind = (typeof scheduleKinds)[number];

/** A schedule as it is typed. */
export interface TypedSchedule {
  kind: ScheduleKind;
  expression: string;
  zone: string;
}

type Schedule = Readonly<Record<string, unknown>>;

/** A schedule as a form has it (pure); of one that it cannot hold, and of none, an empty one in the reader's zone. */
export function typedSchedule(schedule: Schedule | null, ownZone: string): TypedSchedule {
  const kind = scheduleKinds.find((one) => typeof schedule?.[one] === 'string') ?? 'onCalendar';
  const text = (name: string) => (typeof schedule?.[name] === 'string' ? schedule[name] : '');
  return { kind, expression: text(kind), zone: text('zone') || ownZone };
}

/** The same as policies have it (pure). */
export function scheduleOf({ kind, expression, zone }: TypedSchedule): Record<string, string> {
  const own = { [kind]: expression.trim() };
  return kind === 'every' ? own : { ...own, zone: zone.trim() };
}
