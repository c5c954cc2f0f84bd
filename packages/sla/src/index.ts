export { explainClocks, type ClocksExplained, type ExplainedRound } from './explain.ts';
export { previewPolicy, type PreviewedPromise } from './preview.ts';
export { clocksOf, type ClockState } from './clocks.ts';
export { holdReasons, type HoldReason, policySchema, type ServicePolicy } from './policy-schema.ts';
export { presets, presetTerms, resolveBefore, termsBefore } from './presets.ts';
export { type ResolveTerms, type Terms, termsOf, type TermsRef, termsRefSchema } from './terms.ts';
export type { ClockEvent } from './clock-event.ts';
