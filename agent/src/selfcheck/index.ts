export { backupRunSamples } from './backup-runs.ts';
export { createSelfcheck } from './selfcheck.ts';
export type { AgentStatus } from './read-status.ts';
export { createStatusFile } from './status-file.ts';
export { unreadOf } from './unread.ts';
export { lookAtRuns } from './look-at-runs.ts';
