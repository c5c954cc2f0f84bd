import type { SnapshotKind } from '@watchcase/protocol/light';
import { rowsOf } from '../rows-of.ts';
import type { Snapshot } from '../snapshot.ts';

const QUARTER_MS = 900_000;
/** `time_zone` of a backup set whose zone is not known. */
const NO_ZONE = 127;
/** D database, F file, P partial; I, G, Q the same as a difference; L log. */
const kinds: Readonly<Record<string, SnapshotKind>> = {
  D: 'full',
  F: 'full',
  P: 'full',
  I: 'differential',
  G: 'differential',
  Q: 'differential',
  L: 'wal',
};

/** What is asked of msdb, in the order that parseBackupSets reads; `database` holds no quotes. RESTORE VERIFYONLY leaves a row of type V. */
export function backupSetsQuery(database: string): string {
  return [
    'SET NOCOUNT ON;',
    'SELECT TOP 2000 s.backup_set_id, s.type, ISNULL(s.time_zone, 127),',
    'CONVERT(varchar(19), s.backup_start_date, 126), CONVERT(varchar(19), s.backup_finish_date, 126),',
    'CAST(s.backup_size AS bigint), CAST(s.is_damaged AS int), CAST(s.has_incomplete_metadata AS int),',
    "ISNULL((SELECT CONVERT(varchar(19), MAX(r.restore_date), 126) FROM dbo.restorehistory r WHERE r.backup_set_id = s.backup_set_id AND r.restore_type = 'V'), ''),",
    "ISNULL(CONVERT(varchar(19), s.expiration_date, 126), '')",
    `FROM dbo.backupset s WHERE s.database_name = N'${database}' ORDER BY s.backup_set_id DESC;`,
  ].join(' ');
}

/** Reads the rows that `sqlcmd -W -s "|" -h -1` prints; undefined when they are something else. Times are the server's wall clock, and each set says how far that was from UTC. */
export function parseBackupSets(output: string): Snapshot[] | undefined {
  return rowsOf(output, setOf);
}

function setOf(line: string): Snapshot | undefined {
  const [id = '', type = '', zone, start, end, size, damaged, cut, verified, expires] = line
    .split('|')
    .map((one) => one.trim());
  const offsetMs = Number(zone) === NO_ZONE ? null : Number(zone) * QUARTER_MS;
  const [startedAt, endedAt, verifiedAt, expiresAt] = [start, end, verified, expires].map((text) =>
    momentOf(text ?? '', offsetMs),
  );
  const kind = kinds[type];
  if (!/^\d+$/.test(id) || kind === undefined || endedAt === undefined || !/^\d+$/.test(size ?? ''))
    return undefined;
  return {
    id: `backup set ${id}`,
    startedAt: startedAt ?? null,
    endedAt,
    kind,
    bytes: Number(size),
    files: null,
    complete: damaged === '1' ? 'no' : cut === '1' ? 'warnings' : 'yes',
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(verifiedAt === undefined
      ? {}
      : { verified: { at: verifiedAt, whole: true, found: 'RESTORE VERIFYONLY found it readable' } }),
  };
}

/** Without a zone the agent's own is taken for the server's. */
function momentOf(text: string, offsetMs: number | null): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return undefined;
  const time = offsetMs === null ? Date.parse(text) : Date.parse(`${text}Z`) - offsetMs;
  return Number.isNaN(time) ? undefined : time;
}
