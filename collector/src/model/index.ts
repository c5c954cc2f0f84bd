export { type AlertChange, type AlertTransition, type RuleFacts, TELLING, type Verdict } from './alert.ts';
export { alertIdOf } from './alert-id.ts';
export { type Actor, namedActor } from './actor.ts';
export type {
  CaseAction,
  CaseChange,
  CaseDeed,
  CaseEvent,
  CaseEventKind,
  NewCase,
  PlaybookStep,
} from './case.ts';
export { crowdKey } from './crowd-key.ts';
export { formatValue } from './format-value.ts';
export type { HostChange } from './host-change.ts';
export type { FileSender, IncomingFile } from './incoming-file.ts';
export { type BackupFact, type HostEvent, type Message, type Observation, OWN_EPOCH } from './intake.ts';
export type { JudgedBlock } from './judged-block.ts';
export type { PageMessage, LetterReason, PageOrder, PageReason, Said, SendResult } from './page.ts';
export { siteKey } from './site-key.ts';
export { isRealCase, SYNTHETIC } from './synthetic.ts';
export { stepKey, type Tick, tickEvents, ticksOf } from './ticks.ts';
