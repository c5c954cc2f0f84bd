import type { BackupRun } from '../../contract.ts';
import { fieldsOf, jsonOf, listOf, momentOf, numberOf, textOf } from '../json-fields.ts';
import type { Snapshot } from '../snapshot.ts';

/** Reads what the script of this tool prints: the backups, of one target where that is wanted, and the runs in the order of their beginnings; undefined when it is something else. */
export function parseBackupSets(
  output: string,
  wanted: string | undefined,
): { snapshots: Snapshot[]; runs: BackupRun[] } | undefined {
  const { sets: rawSets, jobs: rawJobs } = fieldsOf(jsonOf(output));
  const sets = listOf(rawSets, setOf);
  const runs = listOf(rawJobs, runOf);
  if (sets === undefined || runs === undefined) return undefined;
  const snapshots = sets.flatMap(({ target, snapshot }) =>
    wanted === undefined || target.toLowerCase() === wanted.toLowerCase() ? [snapshot] : [],
  );
  // One that goes on is told by both commands.
  const known = new Map(runs.map((run) => [run.run, run]));
  return { snapshots, runs: [...known.values()].toSorted((a, b) => a.startedAt - b.startedAt) };
}

function setOf(raw: unknown): { target: string; snapshot: Snapshot } | undefined {
  const { id: version, at, target } = fieldsOf(raw);
  const [id, name, startedAt] = [textOf(version), textOf(target), momentOf(at)];
  if (id === undefined || name === undefined || startedAt === null) return undefined;
  const unknown = { bytes: null, files: null, endedAt: null };
  // Each can be restored by itself, whatever was written for it.
  return { target: name, snapshot: { id, startedAt, ...unknown, kind: 'full', complete: 'yes' } };
}

function runOf(raw: unknown): BackupRun | undefined {
  const { began, ended, state, result: rawResult, detail, text } = fieldsOf(raw);
  const startedAt = momentOf(began);
  const result = numberOf(rawResult);
  if (startedAt === null || result === null || typeof state !== 'string') return undefined;
  const run = `wsb ${startedAt}`;
  const at = momentOf(ended);
  if (state === 'Running' || at === null) return { run, startedAt, end: null };
  const outcome = result !== 0 ? 'failed' : numberOf(detail) === 0 ? 'success' : 'warnings';
  return { run, startedAt, end: { at, outcome, exitCode: result, output: textOf(text) ?? '' } };
}
