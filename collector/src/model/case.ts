import type { CaseEventView, Category, Severity, WhileFiring } from '@watchcase/api';

export type CaseEventKind = CaseEventView['kind'];

/** One line of a case's append-only log, the only truth about the case. */
export interface CaseEvent {
  caseId: number;
  /** 1, 2, 3 … within the case. */
  seq: number;
  /** Unix milliseconds. */
  time: number;
  kind: CaseEventKind;
  /** A person's name, or `watchcase`. */
  actor: string;
  text: string;
  data: Readonly<Record<string, unknown>>;
}

/** What a person does to a case. */
export type CaseAction =
  | { kind: 'acknowledge'; by: string; via: 'console' | 'link' | 'api' }
  /** Whoever has it, now the asker does. */
  | { kind: 'take'; by: string; via: 'console' | 'api' }
  | { kind: 'hand-on'; by: string; to: string; via: 'console' | 'api' }
  | { kind: 'give-back'; by: string }
  | { kind: 'note'; by: string; text: string }
  | { kind: 'resolve'; by: string; cause: string; solution: string; whileFiring?: WhileFiring | undefined }
  | { kind: 'close'; by: string; text: string; whileFiring?: WhileFiring | undefined }
  | { kind: 'reopen'; by: string };

/** A case that has just changed, with what notify needs to decide whom to page. */
export interface CaseChange {
  caseId: number;
  /** The case's new events, oldest first. */
  events: readonly CaseEvent[];
  severity: Severity;
  category: Category;
  hostId: string;
  customerId: string;
  /** Acknowledged by a person, and not reopened since. */
  acknowledged: boolean;
  detectedLate: boolean;
  /** All has gone quiet with this change, or something is wrong again. */
  turned: 'recovered' | 'wrong' | null;
  /** Its pages wait until then: what they would say may turn out to be part of something larger. Unix milliseconds; null = they go at once. */
  pagesHeldUntil: number | null;
}
