export * from './kinds.ts';
export * from './records.ts';
export * from './views.ts';
export { isDay } from './fields.ts';
