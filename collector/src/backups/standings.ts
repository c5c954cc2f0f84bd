import type { BackupState } from '@watchcase/api';
import { type JobFacts, type Judgement, type Policy, restorableAt } from '@watchcase/backup';
import type { Insertable } from 'kysely';
import type { Store, Tables, Tx } from '../store/index.ts';
import type { JobKey } from './read-facts.ts';

/** How a job stands, as whoever judges it found last. */
export type Standing = Insertable<Tables['backup_standings']>;

/** What a standing is made of; without a policy nobody judges. */
export interface Stood {
  key: JobKey;
  facts: JobFacts;
  policy: Policy | undefined;
  judgement: Judgement | undefined;
  zone: string;
  /** The newest day that is written down. */
  settledDay: number;
  now: number;
}

/** The row of a standing (pure). */
export function standingOf({ key, facts, policy, judgement, zone, settledDay, now }: Stood): Standing {
  const state: BackupState = judgement?.state ?? 'unjudged';
  const verdicts = judgement?.verdicts ?? [];
  const whole = verdicts.find(({ check }) => check === 'three-two-one');
  const drilledAt = facts.drills.findLast(({ outcome }) => outcome === 'passed')?.endedAt ?? null;
  const every = policy?.drillEveryMs ?? null;
  return {
    host_id: key.hostId,
    job: key.job,
    policy: policy?.id ?? null,
    state,
    expected_at: judgement?.expectedAt ?? null,
    deadline: judgement?.deadline ?? null,
    restorable_at: restorableAt(facts),
    three_two_one: whole === undefined ? null : whole.since > 0 ? 0 : 1,
    verdicts: JSON.stringify(verdicts),
    drilled_at: drilledAt,
    drill_due_at: every === null ? null : (drilledAt ?? facts.firstSeenAt) + every,
    zone,
    settled_day: settledDay,
    judged_at: now,
  };
}

/** Writes one in place of that before. */
export function writeStanding(db: Store['db'] | Tx, standing: Standing) {
  return db
    .insertInto('backup_standings')
    .values(standing)
    .onConflict((conflict) =>
      conflict.columns(['host_id', 'job']).doUpdateSet(({ ref }) => ({
        policy: ref('excluded.policy'),
        state: ref('excluded.state'),
        expected_at: ref('excluded.expected_at'),
        deadline: ref('excluded.deadline'),
        restorable_at: ref('excluded.restorable_at'),
        three_two_one: ref('excluded.three_two_one'),
        verdicts: ref('excluded.verdicts'),
        drilled_at: ref('excluded.drilled_at'),
        drill_due_at: ref('excluded.drill_due_at'),
        zone: ref('excluded.zone'),
        settled_day: ref('excluded.settled_day'),
        judged_at: ref('excluded.judged_at'),
      })),
    );
}
