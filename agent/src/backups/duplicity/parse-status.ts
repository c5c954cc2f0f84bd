import type { Snapshot } from '../snapshot.ts';

/** What is in a target. */
export interface TargetStatus {
  sets: Snapshot[];
  /** Sets of runs that were broken off, and sets without the ones they build on. */
  incomplete: number;
  orphaned: number;
}

const set = /^ (full|inc) (\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z (\d+)/;

/** Reads the lines for programs, in UTC, that `duplicity collection-status --log-fd` writes beside those for people (". …"); undefined when they are missing. */
export function parseStatus(output: string): TargetStatus | undefined {
  const lines = output.split('\n').filter((line) => !line.startsWith('.'));
  const incomplete = numberAfter(lines, 'incomplete-sets-num ');
  const orphaned = numberAfter(lines, 'orphaned-sets-num ');
  if (incomplete === undefined || orphaned === undefined) return undefined;
  return { sets: lines.flatMap((line) => setOf(line) ?? []), incomplete, orphaned };
}

function setOf(line: string): Snapshot | undefined {
  const [, kind, year, month, day, hour, minute, second] = set.exec(line) ?? [];
  if (kind === undefined) return undefined;
  const startedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return {
    id: line.trim().split(' ').slice(0, 2).join(' '),
    startedAt,
    endedAt: null,
    kind: kind === 'full' ? 'full' : 'incremental',
    bytes: null,
    files: null,
    complete: 'yes',
  };
}

function numberAfter(lines: readonly string[], word: string): number | undefined {
  const line = lines.find((one) => one.startsWith(word));
  return line === undefined ? undefined : Number(line.slice(word.length));
}
