import type { CaseState, Category, PageTarget, Severity } from '@watchcase/api';
import type { Chain } from '@watchcase/oncall';
import type { PageReason } from '../model/index.ts';

/** The chain that a case was given, as it was then. */
export interface ChainCopy {
  id: string;
  version: number;
  /** Names what it says, all of it. */
  content: string;
  chain: Chain;
}

/** One walk through a chain since somebody was last asked anew. Times in Unix milliseconds. */
export interface Walk {
  /** Why its first step is paged. */
  reason: PageReason;
  since: number;
  /** Counted from 1; 0 before the first step. */
  round: number;
  /** Of the round, counted from 1; the last one that was asked or passed. */
  step: number;
  /** Who was asked last; empty while nobody was. */
  people: readonly string[];
  askedAt: number | null;
  /** The line that asked them. */
  askedBy: number | null;
  /** Somebody was asked in this round. */
  hasAsked: boolean;
  /** How often the last resort was asked. */
  resorts: number;
  /** When the next is asked; null: at once. */
  nextAt: number | null;
  /** The chain is at its end. */
  isOver: boolean;
}

/** How far a case has come in its chain: follows from its log alone. */
export interface Escalation {
  copy: ChainCopy | null;
  /** It was learned from late data: nobody is paged. */
  detectedLate: boolean;
  state: CaseState;
  severity: Severity;
  category: Category;
  assignee: string | null;
  team: string | null;
  /** When whoever has it was last seen at it. */
  seenAt: number;
  /** They were not seen for too long: others are asked meanwhile. */
  isLapsed: boolean;
  /** Null while nobody is to be asked. */
  walk: Walk | null;
  /** When the lead is asked for the progress that the customer has not heard of yet; null where it is not overdue, or was asked for. */
  progressAt: number | null;
}

/** Whom a step asks. */
export interface Asked {
  /** `everybody`: all of the config's `duty`. */
  page: readonly (PageTarget | 'everybody')[];
  channel?: string | undefined;
  hours?: string | undefined;
  /** Those who are away as well. */
  evenAway?: true;
}

/** Who of them is there, as ids; nobody has a reason. `away`: who is named and is not asked since they are away. */
export type Answer = (
  | { because: 'asked'; people: readonly string[] }
  | { because: 'nobody-on-duty' | 'outside-hours' | 'no-way'; people: readonly [] }
) & { away?: readonly string[] };

/** Says who is there now. */
export type AskWho = (asked: Asked) => Answer;

/** How the case of an escalation is called in `escalations.because`: why it waits, or why nothing comes. */
export type Standing =
  | 'asking'
  | 'progress'
  | 'acknowledged'
  | 'no-chain'
  | 'over'
  | 'detected-late'
  | 'held'
  | 'ended';
