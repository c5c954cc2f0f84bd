import type { AskedOfDay, DayOutcome } from './day-outcome.ts';

/** On how many days of those on which it was asked. */
interface KeptDays {
  asked: number;
  kept: number;
}

/** What was promised of a job over some days, and what was kept. */
export interface Kept {
  backups: KeptDays;
  rpo: KeptDays & { worstMs: number | null };
  copies: KeptDays;
  verification: KeptDays;
  drills: KeptDays & { passed: number; failed: number };
}

const CAME: ReadonlySet<string> = new Set(['success', 'warnings', 'late']);
const OPEN: ReadonlySet<string> = new Set(['none', 'unknown', 'pending']);

/** Which checks break what is asked of a day. */
const breaks = {
  rpo: ['rpo'],
  copies: ['copies', 'three-two-one'],
  verification: ['verification'],
  drills: ['drill-overdue'],
} as const satisfies Record<Exclude<AskedOfDay, 'backups'>, readonly string[]>;

/** What some days of a job come to (pure); only days that are over may be among them. */
export function keptOn(days: readonly DayOutcome[]): Kept {
  const lost = days.flatMap(({ lostMs }) => lostMs ?? []);
  const drilled = (outcome: string) => days.filter((one) => one.drilled === outcome).length;
  return {
    backups: backupsOn(days),
    rpo: { ...keptOf(days, 'rpo'), worstMs: lost.length === 0 ? null : Math.max(...lost) },
    copies: keptOf(days, 'copies'),
    verification: keptOf(days, 'verification'),
    drills: { ...keptOf(days, 'drills'), passed: drilled('passed'), failed: drilled('failed') },
  };
}

function backupsOn(days: readonly DayOutcome[]): KeptDays {
  const asked = days.filter(
    ({ state, expected, asked: of }) => of.includes('backups') && !OPEN.has(state) && expected !== 0,
  );
  return { asked: asked.length, kept: asked.filter(({ state }) => CAME.has(state)).length };
}

function keptOf(days: readonly DayOutcome[], what: keyof typeof breaks): KeptDays {
  const asked = days.filter((one) => one.asked.includes(what));
  const kept = asked.filter(({ broken }) => !breaks[what].some((check) => broken.includes(check)));
  return { asked: asked.length, kept: kept.length };
}

/** Several jobs as one (pure): days add up, the worst stays. */
export function addKept(all: readonly Kept[]): Kept {
  const sum = (pick: (one: Kept) => KeptDays): KeptDays => ({
    asked: all.reduce((total, one) => total + pick(one).asked, 0),
    kept: all.reduce((total, one) => total + pick(one).kept, 0),
  });
  const lost = all.flatMap(({ rpo }) => rpo.worstMs ?? []);
  return {
    backups: sum(({ backups }) => backups),
    rpo: { ...sum(({ rpo }) => rpo), worstMs: lost.length === 0 ? null : Math.max(...lost) },
    copies: sum(({ copies }) => copies),
    verification: sum(({ verification }) => verification),
    drills: {
      ...sum(({ drills }) => drills),
      passed: all.reduce((total, { drills }) => total + drills.passed, 0),
      failed: all.reduce((total, { drills }) => total + drills.failed, 0),
    },
  };
}

/** How much of what was asked was kept, 0 to 1; 1 of nothing (pure). */
export function shareKept({ backups, rpo, copies, verification, drills }: Kept): number {
  const all = [backups, rpo, copies, verification, drills];
  const asked = all.reduce((sum, one) => sum + one.asked, 0);
  return asked === 0 ? 1 : all.reduce((sum, one) => sum + one.kept, 0) / asked;
}
