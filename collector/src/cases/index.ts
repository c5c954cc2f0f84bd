export { act, type Acted } from './act.ts';
export { forgetFrozen } from './end-frozen.ts';
export type { Points } from './evidence.ts';
export { type CaseFold, foldCase } from './fold.ts';
export { TOGETHER_MS } from './decide-site-outage.ts';
export type { CaseSources } from './enter-case.ts';
export { applyAlertChanges, rebuildCase } from './from-alerts.ts';
export { appendEvents, readEvents, WATCHCASE } from './log.ts';
export { nextClockAt, runClocks } from './run-clocks.ts';
