export { type Backups, createBackups } from './backups.ts';
export { groupKeyOf } from './check-rules.ts';
export { readDays } from './day-ledger.ts';
export { type DrillKey, evidenceOf, putEvidence, readEvidence, takeEvidence } from './evidence.ts';
export { monthOf } from './month-blocks.ts';
export { readPolicy, tagsOf } from './policy-finder.ts';
export { factsBetween, type JobKey, keyOf, locationOf, readFacts } from './read-facts.ts';
