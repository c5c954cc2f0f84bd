import type {
  CaseEventKind,
  CaseKind,
  CaseSource,
  CauseKind,
  Category,
  HoldReason,
  Relation,
  Severity,
  Title,
  Visibility,
  WhileFiring,
} from '@watchcase/api';
import type { Actor } from './actor.ts';

export type { CaseEventKind } from '@watchcase/api';

/** One line of a case's append-only log, the only truth about the case. */
export interface CaseEvent {
  caseId: number;
  /** 1, 2, 3 … within the case. */
  seq: number;
  /** Unix milliseconds. */
  time: number;
  kind: CaseEventKind;
  /** The name of whoever did it, or `watchcase`. */
  actor: string;
  text: string;
  data: Readonly<Record<string, unknown>>;
}

/** Labour, travel and parts; money in whatever currency the contract names. */
interface Work {
  text: string;
  person?: string | undefined;
  labourMinutes: number;
  travelMinutes: number;
  travelKm: number;
  parts: readonly { name: string; count: number; unitPrice: number }[];
}

/** A step of a playbook in the version in which the case goes through it, with its words. */
export interface PlaybookStep {
  playbook: string;
  version: number;
  /** Counted from 1. */
  step: number;
  titles: Title;
}

/** What is done to a case. */
export type CaseDeed =
  | { kind: 'acknowledge' }
  /** Whoever has it, now the asker does. */
  | { kind: 'take' }
  | { kind: 'hand-on'; to: string; note?: string }
  | { kind: 'assign'; person: string | null; team: string | null; note?: string }
  | { kind: 'give-back' }
  | { kind: 'diagnose'; text: string }
  | { kind: 'need-on-site'; text: string }
  | { kind: 'arrive'; text: string }
  /** Until then at most, Unix milliseconds; null until somebody resumes it. */
  | { kind: 'hold'; reason: HoldReason; until: number | null; text: string }
  | { kind: 'resume' }
  | { kind: 'change-severity'; severity: Severity; text: string }
  | { kind: 'note'; text: string; visibility?: Visibility; mailId?: string | undefined }
  | { kind: 'tick'; step: PlaybookStep }
  | { kind: 'untick'; step: PlaybookStep }
  | { kind: 'log-work'; work: Work }
  | {
      kind: 'resolve';
      cause: string;
      solution: string;
      causeKind?: CauseKind | undefined;
      whileFiring?: WhileFiring | undefined;
    }
  | { kind: 'confirm'; text: string }
  | { kind: 'rate'; stars: number; text: string }
  /** The customer says that it is not solved. */
  | { kind: 'dispute'; text: string }
  | { kind: 'close'; text: string; whileFiring?: WhileFiring | undefined }
  | { kind: 'cancel'; text: string; whileFiring?: WhileFiring | undefined }
  | { kind: 'reopen' }
  | { kind: 'attach'; attachment: AttachedFile }
  | { kind: 'link'; to: number; relation: Relation }
  | { kind: 'merge'; into: number }
  /** Alerts of this case that go to the new one. */
  | { kind: 'split'; title: string; alerts: readonly string[] }
  | { kind: 'watch' }
  | { kind: 'unwatch' };

/** The same with who does it, and by which door. */
export type CaseAction = CaseDeed & {
  by: Actor;
  via?: 'console' | 'link' | 'api' | 'mail' | 'chat';
  /** Names this one act: done again under the same key, it changes nothing. */
  key?: string;
};

/** A file that is there already, to be made part of a case. */
interface AttachedFile {
  id: string;
  name: string;
  type: string;
  sizeBytes: number;
  visibility: Visibility;
}

/** A case that somebody opens without an alert. */
export interface NewCase {
  /** The same key opens one case, however often it is asked for. */
  key: string;
  customerId: string;
  /** Null where it is about no place in particular. */
  siteId: string | null;
  hostId: string | null;
  title: Title;
  /** What was reported. */
  text: string;
  severity: Severity;
  category: Category;
  source: Exclude<CaseSource, 'alert'>;
  kind: CaseKind;
  by: Actor;
  /** Message-ID of the mail that it came with. */
  mailId?: string | undefined;
}

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
