import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentEvent, isEvent } from '@watchcase/protocol/light';
import { UserError } from '@watchcase/runtime/light';
import { makeStateFolder, spoolEvents } from '../outbox/index.ts';
import { credentialFile } from '../uplink/credential.ts';

/** Most characters of a run's output that are reported: the last ones. */
export const OUTPUT_CHARACTERS = 4000;

/** What is reported of a backup; see eventSchema. */
export type BackupReport =
  Extract<
    AgentEvent,
    { kind: 'backup-start' | 'backup-end' | 'backup_verified' | 'restore_drill' }
  > extends infer Event
    ? Event extends AgentEvent
      ? Pick<Event, 'kind' | 'data'>
      : never
    : never;

/** Why nobody would send what is reported into this folder; undefined when somebody has joined with it. */
export function nobodysFolder(state: string): UserError | undefined {
  if (existsSync(credentialFile(state))) return undefined;
  return new UserError({
    code: 'STATE_FOLDER_NOBODYS',
    place: state,
    message: 'no agent has joined with this state folder: what is reported waits there until one does',
    fix: 'name the folder of the agent that runs here with --state DIR, and run this as a user who may write there',
  });
}

/** Every event has one when it is sent. */
const HEAD = { sent: 0, epoch: 1, seq: 1, after: 0 };

/** Hands an event to the agent through its outbox file, whether it runs or not. Gives why it could not, instead of throwing: also of what the agent would not take, and so nobody would hear of. */
export function reportBackup(state: string, time: number, report: BackupReport): UserError | undefined {
  if (!isEvent({ ...HEAD, ...report, time }))
    return new UserError({
      code: 'BACKUP_NOT_REPORTED',
      place: `job "${report.data.job}"`,
      message: 'what was to be reported is none: a name is empty or too long, or a time is out of all bounds',
      fix: 'give the job a name that can be read, of 128 characters at most, and look at the clock of this machine',
    });
  try {
    makeStateFolder(state);
    spoolEvents(join(state, 'outbox.db'), [{ time, event: JSON.stringify({ ...report, time }) }]);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    return new UserError({
      code: 'BACKUP_NOT_REPORTED',
      place: state,
      message: `the agent's outbox does not take the report (${(error as Error).message})`,
      fix: 'check that this user may write there and that the disk has space, or name the folder with --state DIR',
    });
  }
}
