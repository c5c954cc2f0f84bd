export { type Check, checks } from './checks.ts';
export type { CopyFact, DrillFact, JobFacts, LocationFact, RunFact, SnapshotFact } from './facts.ts';
export { judge, type Judgement } from './judge.ts';
export { type Policy, policyOf } from './policy.ts';
export { type BackupPolicyRecord, backupPolicySchema } from './policy-schema.ts';
export { fitsJobs, type JobPlace, narrowness } from './selects-job.ts';
export type { BackupVerdict } from './verdict.ts';
