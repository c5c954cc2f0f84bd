export { type Check, checks } from './checks.ts';
export type {
  CopyFact,
  DrillFact,
  JobFacts,
  LocationFact,
  RunFact,
  SnapshotFact,
  VerificationFact,
} from './facts.ts';
export { addKept, type Kept, keptOn, shareKept } from './days/compliance.ts';
export { askedOfDays, type DayOutcome } from './days/day-outcome.ts';
export { type DayMarks, daysOf } from './days/days-of.ts';
export { momentBefore } from './days/expected-days.ts';
export { GUESS_LOOKS_BACK_MS, guessSchedule } from './days/guess-schedule.ts';
export { restoreTimes } from './days/restore-times.ts';
export { restorableAt } from './restorable.ts';
export { type ScheduleRecord, scheduleSchema } from './schedule/schedule-schema.ts';
export { judge, type Judgement } from './judge.ts';
export { type Policy, policyOf } from './policy.ts';
export { type BackupPolicyRecord, backupPolicySchema } from './policy-schema.ts';
export { fitsJobs, type JobPlace, narrowness } from './selects-job.ts';
export type { BackupVerdict, Lacks } from './verdict.ts';
