export { act, type Acted } from './act.ts';
export type { Points } from './evidence.ts';
export { type CaseFold, foldCase } from './fold.ts';
export { applyAlertChanges, type CaseSources, rebuildCase } from './from-alerts.ts';
export { appendEvents, readEvents, WATCHCASE } from './log.ts';
export { nextClockAt, runClocks } from './run-clocks.ts';
