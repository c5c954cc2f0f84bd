import type { Fixed, Flag, Json, Millis } from './columns.ts';

/** Chains that cases were given, named by the hash of what they say; never changed. */
export interface CaseChainTable {
  id: Fixed<string>;
  data: Fixed<Json>;
}

/** How far each case has come in its chain, and when the next happens by itself: follows from the case's log alone. Cases without a chain have no row. */
export interface EscalationTable {
  case_id: Fixed<number>;
  /** The chain it has, as `case_chains` names it. */
  content: string;
  /** Both counted from 1; 0 while nobody is being asked. */
  round: number;
  step: number;
  /** What it waits for (`asking`, `acknowledged`), or why nothing comes. */
  because: string;
  /** Null when nothing comes by itself. */
  next_at: Millis | null;
  /** 1 while others are asked though somebody has it: they were not seen for too long. */
  lapsed: Flag;
}
