import { EVIDENCE_BOUNDS, FILE_BYTES, type NewDrill } from '@watchcase/api';

/** What somebody has typed of a drill; moments as an input of local time has them. */
export interface TypedDrill {
  startedAt: string;
  endedAt: string;
  outcome: 'passed' | 'failed';
  /** One check a line. */
  checks: string;
  note: string;
  gib: string;
  snapshotAt: string;
}

/** What is wrong with it. */
export type DrillComplaint = 'noEvidence' | 'endsBefore' | 'notNumber';

/** What is wrong with its files; `name` is the first of which it is so. */
export type FileComplaint = { about: 'tooMany' } | { about: 'tooLarge' | 'empty'; name: string };

const GIB = 1024 ** 3;
const [MOST_NAME, MOST_FOUND] = [128, 400];

/** A drill as the server takes it (pure), or what is wrong with what was typed; `files` is how many go with it. */
export function drillOf(typed: TypedDrill, files: number): NewDrill | DrillComplaint {
  const { startedAt, endedAt, outcome, snapshotAt } = typed;
  const checks = checksOf(typed.checks);
  const note = typed.note.trim();
  const gib = typed.gib.trim().replace(',', '.');
  if (Date.parse(endedAt) < Date.parse(startedAt)) return 'endsBefore';
  if (gib !== '' && !/^\d+(?:\.\d+)?$/.test(gib)) return 'notNumber';
  if (checks.length === 0 && note === '' && files === 0) return 'noEvidence';
  return {
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    outcome,
    checks,
    note,
    restoredBytes: gib === '' ? null : Math.round(Number(gib) * GIB),
    snapshotAt: snapshotAt === '' ? null : new Date(snapshotAt).toISOString(),
  };
}

/** What the server would refuse of files, before they are sent (pure). */
export function complaintAbout(files: readonly { name: string; size: number }[]): FileComplaint | undefined {
  const empty = files.find(({ size }) => size === 0);
  if (empty !== undefined) return { about: 'empty', name: empty.name };
  const large = files.find(({ size }) => size > FILE_BYTES);
  if (large !== undefined) return { about: 'tooLarge', name: large.name };
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return files.length > EVIDENCE_BOUNDS.files || bytes > EVIDENCE_BOUNDS.bytes
    ? { about: 'tooMany' }
    : undefined;
}

/** `orders of this year: 41 203`, one a line; `!` before one that did not pass. */
function checksOf(text: string): { name: string; passed: boolean; found: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.replace(/^[!！]/, '').trim() !== '')
    .map((line) => {
      const [, mark = '', name = '', found = ''] = /^([!！]?)\s*(.+?)(?:\s*[:：]\s*(.*))?$/.exec(line) ?? [];
      return { name: name.slice(0, MOST_NAME), passed: mark === '', found: found.slice(0, MOST_FOUND) };
    });
}
