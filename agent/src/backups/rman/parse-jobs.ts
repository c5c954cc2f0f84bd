import type { SnapshotKind, SnapshotState } from '@watchcase/protocol/light';
import { rowsOf } from '../rows-of.ts';
import type { Snapshot } from '../snapshot.ts';

const states: Readonly<Record<string, SnapshotState>> = {
  COMPLETED: 'yes',
  'COMPLETED WITH WARNINGS': 'warnings',
  'COMPLETED WITH ERRORS': 'no',
  FAILED: 'no',
  RUNNING: 'no',
  'RUNNING WITH WARNINGS': 'no',
  'RUNNING WITH ERRORS': 'no',
};

/** Kinds of jobs that are backups of the database, or of its logs; others (spfile, control file, recovery area) are left out. */
const kinds: Readonly<Record<string, SnapshotKind>> = {
  'DB FULL': 'full',
  'DB INCR': 'incremental',
  ARCHIVELOG: 'wal',
};

/** What is asked, in the order that parseJobs reads. Times are the database's wall clock; the last column says how far that is from UTC now, in seconds. */
export const jobsScript = [
  'SET HEADING OFF FEEDBACK OFF PAGESIZE 0 LINESIZE 400 TRIMSPOOL ON VERIFY OFF ECHO OFF',
  'WHENEVER SQLERROR EXIT FAILURE',
  "SELECT session_key || '|' || input_type || '|' || status || '|' || TO_CHAR(start_time, 'YYYY-MM-DD\"T\"HH24:MI:SS') || '|' || TO_CHAR(end_time, 'YYYY-MM-DD\"T\"HH24:MI:SS') || '|' || input_bytes || '|' || ROUND((SYSDATE - CAST(SYS_EXTRACT_UTC(SYSTIMESTAMP) AS DATE)) * 86400) FROM v$rman_backup_job_details ORDER BY session_key;",
  'EXIT',
  '',
].join('\n');

/** Reads the rows; undefined when they are something else. */
export function parseJobs(output: string): Snapshot[] | undefined {
  return rowsOf(output, jobOf)?.filter((one) => one !== 'other');
}

/** A backup, or something else that may stand there. */
function jobOf(line: string): Snapshot | 'other' | undefined {
  if (line.trim() === 'Connected.') return 'other';
  const [key = '', input = '', status = '', start = '', end = '', bytes = '', offset = ''] = line
    .trim()
    .split('|');
  if (!/^\d+$/.test(key) || !/^-?\d+$/.test(offset)) return undefined;
  const kind = kinds[input];
  if (kind === undefined) return 'other';
  const complete = states[status.trim()];
  const [startedAt, endedAt] = [start, end].map((text) => momentOf(text, Number(offset)));
  if (complete === undefined || startedAt === undefined) return undefined;
  return {
    id: `job ${key}`,
    startedAt,
    endedAt: status.startsWith('RUNNING') ? null : (endedAt ?? null),
    kind,
    bytes: /^\d+$/.test(bytes) ? Number(bytes) : null,
    files: null,
    complete,
  };
}

function momentOf(text: string, offsetSeconds: number): number | undefined {
  const time = Date.parse(`${text}Z`);
  return Number.isNaN(time) ? undefined : time - offsetSeconds * 1000;
}
