import type { BackupMatrixRow } from '@watchcase/api';

/** A drill that is to pass by a moment, Unix milliseconds. */
export interface DueDrill {
  it: BackupMatrixRow;
  dueAt: number;
}

/** Drills that are due, month by month (pure), in the order in which they come; jobs of which none is asked are left out. `month` as `2026-11`, of the reader's days. */
export function drillMonths(items: readonly BackupMatrixRow[]): { month: string; drills: DueDrill[] }[] {
  const months: { month: string; drills: DueDrill[] }[] = [];
  for (const it of items) {
    if (it.drillDueAt === null) continue;
    const dueAt = Date.parse(it.drillDueAt);
    const date = new Date(dueAt);
    const month = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
    const last = months.at(-1);
    if (last?.month === month) last.drills.push({ it, dueAt });
    else months.push({ month, drills: [{ it, dueAt }] });
  }
  return months;
}
