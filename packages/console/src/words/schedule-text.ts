/** How a schedule is said. */
interface ScheduleWords {
  every: (span: string) => string;
  daily: (time: string) => string;
}

/** A schedule in the form policies have it, in words (pure): `daily at 02:30, Europe/Berlin`; what is not simple stands as it is written. */
export function scheduleText(schedule: Readonly<Record<string, unknown>>, words: ScheduleWords): string {
  const text = (name: string) => (typeof schedule[name] === 'string' ? schedule[name] : '');
  if (text('every') !== '') return words.every(text('every'));
  const zone = text('zone') === '' ? '' : `, ${text('zone')}`;
  const daily = dailyTime(text('cron')) ?? /^\*-\*-\* (\d{2}:\d{2})(?::00)?$/.exec(text('onCalendar'))?.[1];
  if (daily !== undefined) return `${words.daily(daily)}${zone}`;
  return `${text('cron') || text('onCalendar') || text('rrule')}${zone}`;
}

function dailyTime(cron: string): string | undefined {
  const [, minute = '', hour = ''] = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron) ?? [];
  return hour === '' ? undefined : `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}
