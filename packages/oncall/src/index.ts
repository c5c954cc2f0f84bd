export {
  type Chain,
  chainSchema,
  type ChainStep,
  delayMs,
  lapsesAfterMs,
  resortEveryMs,
  roundsOf,
} from './chain-schema.ts';
export { answersFor, chainFor, type ChainQuestion } from './chains-for.ts';
export {
  type AbsenceRecord,
  absenceSchema,
  type OverrideRecord,
  overrideSchema,
  type SwapRecord,
  swapSchema,
} from './change-schemas.ts';
export {
  type Absence,
  absenceOf,
  type DutyChanges,
  isAgreed,
  type Override,
  overrideOf,
  type Span,
  type Swap,
  swapOf,
} from './changes.ts';
export { type DoubleDuty, findDoubleDuty } from './double-duty.ts';
export { type Duty, type DutyReason, type DutySpan } from './duty.ts';
export { type FairnessRow, fairnessOf } from './fairness.ts';
export { feedSpans } from './feed-spans.ts';
export { findGaps } from './gaps.ts';
export { type MethodsQuestion, type MethodUse, methodsAt } from './methods-at.ts';
export { onDuty } from './on-duty.ts';
export { previewRota } from './preview.ts';
export { type Rota, rotaSchema } from './rota-schema.ts';
export { type ContactMethod, type Reach, reachFaults, reachFields } from './reach-schemas.ts';
export { type DutyQuestion, rotasFor } from './rotas-for.ts';
export { type Feed, type FeedEvent, writeFeed } from './write-feed.ts';
