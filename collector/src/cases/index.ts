export { act, type Acted } from './act.ts';
export { appendTold } from './append-told.ts';
export { attach, readAttachment } from './attachments.ts';
export { customerSees } from './customer-sees.ts';
export { forgetFrozen } from './end-frozen.ts';
export { explainCase } from './explain-case.ts';
export { type AskTerms, type OwedSubject, type OwedTerms, resolverFor } from './owed-terms.ts';
export type { Points } from './evidence.ts';
export { type CaseFold, foldCase, termsIn } from './fold.ts';
export { TOGETHER_MS } from './decide-site-outage.ts';
export type { CaseSources } from './enter-case.ts';
export { applyAlertChanges, rebuildCase } from './from-alerts.ts';
export { openCase, openedAs } from './open-case.ts';
export {
  appendEvents,
  type CaseRow,
  readEvents,
  readFigureLogs,
  readLines,
  unchanged,
  WATCHCASE,
} from './log.ts';
export { customersOf } from './customers-of.ts';
export { renewTerms } from './renew-terms.ts';
export { nextClockAt, runClocks } from './run-clocks.ts';
export { readTicks } from './read-ticks.ts';
