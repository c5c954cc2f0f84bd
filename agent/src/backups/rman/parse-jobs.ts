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

/**
 * What is asked, in the order that parseJobs reads. Times are the database's wall clock; the seventh column says how far that is from UTC now, in seconds. Until when a backup is kept in spite of the
 * retention policy (KEEP UNTIL) stands in another view: of its sets the first to go counts.
 */
export function jobsScript(expires: boolean): string {
  const kept =
    ' LEFT JOIN (SELECT session_key kept_key, MIN(keep_until) kept FROM v$backup_set_details GROUP BY session_key) ON kept_key = session_key';
  const columns = [
    'session_key',
    'input_type',
    'status',
    textOf('start_time'),
    textOf('end_time'),
    'input_bytes',
    'ROUND((SYSDATE - CAST(SYS_EXTRACT_UTC(SYSTIMESTAMP) AS DATE)) * 86400)',
    ...(expires ? [textOf('kept')] : []),
  ];
  return [
    'SET HEADING OFF FEEDBACK OFF PAGESIZE 0 LINESIZE 400 TRIMSPOOL ON VERIFY OFF ECHO OFF',
    'WHENEVER SQLERROR EXIT FAILURE',
    `SELECT ${columns.join(" || '|' || ")} FROM v$rman_backup_job_details${expires ? kept : ''} ORDER BY session_key;`,
    'EXIT',
    '',
  ].join('\n');
}

function textOf(column: string): string {
  return `TO_CHAR(${column}, 'YYYY-MM-DD"T"HH24:MI:SS')`;
}

/** Reads the rows; undefined when they are something else. */
export function parseJobs(output: string): Snapshot[] | undefined {
  return rowsOf(output, jobOf)?.filter((one) => one !== 'other');
}

/** A backup, or something else that may stand there. */
function jobOf(line: string): Snapshot | 'other' | undefined {
  if (line.trim() === 'Connected.') return 'other';
  const [key = '', input = '', status = '', start = '', end = '', bytes = '', offset = '', kept = ''] = line
    .trim()
    .split('|');
  if (!/^\d+$/.test(key) || !/^-?\d+$/.test(offset)) return undefined;
  const kind = kinds[input];
  if (kind === undefined) return 'other';
  const complete = states[status.trim()];
  const [startedAt, endedAt, expiresAt] = [start, end, kept].map((text) => momentOf(text, Number(offset)));
  if (complete === undefined || startedAt === undefined) return undefined;
  return {
    id: `job ${key}`,
    startedAt,
    endedAt: status.startsWith('RUNNING') ? null : (endedAt ?? null),
    kind,
    bytes: /^\d+$/.test(bytes) ? Number(bytes) : null,
    files: null,
    complete,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function momentOf(text: string, offsetSeconds: number): number | undefined {
  const time = Date.parse(`${text}Z`);
  return Number.isNaN(time) ? undefined : time - offsetSeconds * 1000;
}
