export { backupRunSamples } from './backup-runs.ts';
export { createSelfcheck } from './selfcheck.ts';
export { type AgentStatus, createStatusFile, readStatusFile } from './status-file.ts';
