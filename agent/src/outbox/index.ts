export type { BackupJob, OpenRun } from './backup-jobs.ts';
export { readKeptFact } from './kept-fact.ts';
export { giveToFoldersOwner } from './folders-owner.ts';
export { isStateLocked, lockState, makeStateFolder, stateUnusable } from './lock.ts';
export {
  type MessageKind,
  type NewMessage,
  type OutboxMessage,
  payloadOf,
  type ReadingContent,
} from './message.ts';
export { openOutbox } from './open-outbox.ts';
export type { Batch, Outbox, OutboxStats } from './outbox.ts';
export { type SpooledEvent, spoolEvents } from './spool.ts';
