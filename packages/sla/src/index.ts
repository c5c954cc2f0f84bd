export { explainClocks, type ClocksExplained, type ExplainedRound } from './explain.ts';
export { previewPolicy, type PreviewedPromise } from './preview.ts';
export { clocksOf, type ClockState } from './clocks.ts';
export { measureClocks, type MeasuredClocks } from './measure-clocks.ts';
export { policySchema, type ServicePolicy } from './policy-schema.ts';
export { presets, presetTerms, resolveBefore, termsBefore } from './presets.ts';
export { type ResolveTerms, type Terms, termsOf, type TermsRef, termsRefSchema } from './terms.ts';
export { readTerms, type TermsContent, termsContentSchema } from './terms-content.ts';
export type { ClockEvent } from './clock-event.ts';
