import type { Generated } from 'kysely';
import type { RolloutStage, UpgradeOutcome } from '@watchcase/api';
import type { Fixed, Millis } from './columns.ts';

/** Versions of the agent that hosts were asked to run. */
export interface RolloutTable {
  id: Generated<number>;
  version: Fixed<string>;
  state: 'running' | 'stopped' | 'done';
  stage: RolloutStage;
  /** Why it stands as it does. */
  reason: string;
  /** Host that is to have it first; null: any. */
  first_host: Fixed<string | null>;
  started_at: Fixed<Millis>;
  started_by: Fixed<string>;
  ended_at: Millis | null;
  /** Grows with each step: a step is taken once, whoever takes it. */
  step: number;
}

/** What became of each host that was asked. */
export interface RolloutHostTable {
  rollout_id: Fixed<number>;
  host_id: Fixed<string>;
  stage: Fixed<RolloutStage>;
  asked_at: Fixed<Millis>;
  version_before: Fixed<string | null>;
  /** How many things it could not read then. */
  unread_before: Fixed<number>;
  outcome: UpgradeOutcome | null;
  outcome_at: Millis | null;
  code: string | null;
  reason: string | null;
}
