export { type Calendar, calendarSchema, recordIdSchema } from './calendar-schema.ts';
export type { PlannedDay } from './day-plan.ts';
export { type CoverageDecision, decideCoverage } from './decide-coverage.ts';
export { importHolidayCn, type ImportedDays } from './import-holiday-cn.ts';
export { importIcs } from './import-ics.ts';
export { mergeDays } from './merge-days.ts';
export { always, type OpenSpan, type ServiceTime, serviceTime } from './service-time.ts';
export { shippedCalendars } from './shipped/calendars.ts';
export { type ZoneClock, zoneClock } from './zone-clock.ts';
