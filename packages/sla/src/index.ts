export { type Calendar, everyHour } from './calendar.ts';
export { type ClockEvent, type ClockState, clocksOf } from './clocks.ts';
export { findPolicy, type ServicePolicy, standardPolicy } from './policy.ts';
