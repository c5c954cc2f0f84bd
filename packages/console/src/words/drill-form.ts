import type { NewDrill } from '@watchcase/api';

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

const GIB = 1024 ** 3;
const [MOST_NAME, MOST_FOUND] = [128, 400];

/** A drill as the server takes it (pure), or what is wrong with what was typed. */
export function drillOf(typed: TypedDrill): NewDrill | DrillComplaint {
  const { startedAt, endedAt, outcome, snapshotAt } = typed;
  const checks = checksOf(typed.checks);
  const note = typed.note.trim();
  const gib = typed.gib.trim().replace(',', '.');
  if (Date.parse(endedAt) < Date.parse(startedAt)) return 'endsBefore';
  if (gib !== '' && !/^\d+(?:\.\d+)?$/.test(gib)) return 'notNumber';
  if (checks.length === 0 && note === '') return 'noEvidence';
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
