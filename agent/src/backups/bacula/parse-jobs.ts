import type { SnapshotKind, SnapshotState } from '@watchcase/protocol/light';
import { rowsOf } from '../rows-of.ts';
import type { Snapshot } from '../snapshot.ts';

/** Terminated, with warnings, in error, failed, cancelled, incomplete; all others wait or run. */
const ENDED: ReadonlySet<string> = new Set(['T', 'W', 'E', 'e', 'f', 'A', 'I']);

const kinds: Readonly<Record<string, SnapshotKind>> = { F: 'full', D: 'differential', I: 'incremental' };

/** What is asked of the catalogue, of Bacula and Bareos alike, in the order that parseJobs reads; `jobName` holds no quotes. When its client's retention takes a job off the catalogue stands in another table. */
export function jobsQuery({ jobName, expires }: { jobName: string; expires: boolean }): string {
  const columns = 'JobId, Level, JobStatus, JobTDate, JobFiles, JobBytes, JobErrors';
  const prunedAt =
    ', (SELECT JobTDate + c.JobRetention FROM Client c WHERE c.ClientId = Job.ClientId AND c.AutoPrune = 1)';
  return `SELECT ${columns}${expires ? prunedAt : ''} FROM Job WHERE Name = '${jobName}' AND Type = 'B' ORDER BY JobId DESC LIMIT 2000`;
}

/** Reads the rows, whose fields are parted by tabs; undefined when they are something else. */
export function parseJobs(output: string): Snapshot[] | undefined {
  return rowsOf(output, jobOf);
}

function jobOf(line: string): Snapshot | undefined {
  const [id = '', level = '', status = '', at, files, bytes, errors, pruned = ''] = line
    .split('\t')
    .map((one) => one.trim());
  const [seconds = NaN, fileCount, byteCount, errorCount] = [at, files, bytes, errors].map(Number);
  if (!/^\d+$/.test(id) || [seconds, fileCount, byteCount, errorCount].some((one) => !Number.isFinite(one)))
    return undefined;
  const hasEnded = ENDED.has(status);
  return {
    id: `job ${id}`,
    // Its StartTime is the director's local text; JobTDate are Unix seconds, of the end once it has ended.
    startedAt: hasEnded ? null : seconds * 1000,
    endedAt: hasEnded ? seconds * 1000 : null,
    kind: kinds[level] ?? 'full',
    bytes: byteCount ?? null,
    files: fileCount ?? null,
    complete: stateOf(status, errorCount ?? 0, fileCount ?? 0),
    // Empty or NULL, as psql and mariadb say it: its client has no AutoPrune.
    ...(/^\d+$/.test(pruned) ? { expiresAt: Number(pruned) * 1000 } : {}),
  };
}

/** T with errors is what the report calls "OK -- with warnings"; Bareos has W for it. An incremental run that found nothing new is whole, a full one that holds nothing is none. */
function stateOf(status: string, errors: number, files: number): SnapshotState {
  if (status === 'W' || (status === 'T' && errors > 0)) return files === 0 ? 'no' : 'warnings';
  return status === 'T' ? 'yes' : 'no';
}
