import { backupDayStates } from '@watchcase/api';
import { askedOfDays, checks, type DayOutcome } from '@watchcase/backup';

/** A day in a month's row: day of the month, place of the state, expected (-1: does not hang on days), came, marks, lost milliseconds (-1: nothing to lose), asked and broken as bits. */
type Told = [
  day: number,
  state: number,
  expected: number,
  came: number,
  marks: number,
  lost: number,
  asked: number,
  broken: number,
];

const DAY_MS = 86_400_000;
const VERIFIED = [null, 'sound', 'damaged'] as const;
const DRILLED = [null, 'passed', 'failed'] as const;

/** Months since 1970 that a day (since 1970-01-01) is in. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The first day of a month. */
export function firstDayOf(month: number): number {
  return Date.UTC(1970 + Math.floor(month / 12), month % 12, 1) / DAY_MS;
}

const askedIn = wordsIn(askedOfDays);
const brokenIn = wordsIn(checks);

/** Days of one month as its row has them (pure). Checks and words are told by their place: new ones go to the end of their lists. */
export function writeMonth(days: readonly DayOutcome[]): string {
  return JSON.stringify(
    days.map(
      (one): Told => [
        one.day - firstDayOf(monthOf(one.day)) + 1,
        backupDayStates.indexOf(one.state),
        one.expected ?? -1,
        one.came,
        VERIFIED.indexOf(one.verified) * 3 + DRILLED.indexOf(one.drilled),
        one.lostMs ?? -1,
        bitsOf(askedOfDays, one.asked),
        bitsOf(checks, one.broken),
      ],
    ),
  );
}

/** The inverse (pure). */
export function readMonth(month: number, text: string): DayOutcome[] {
  const first = firstDayOf(month);
  return (JSON.parse(text) as Told[]).map(([day, state, expected, came, marks, lost, asked, broken]) => ({
    day: first + day - 1,
    state: backupDayStates[state] ?? 'unknown',
    expected: expected < 0 ? null : expected,
    came,
    verified: VERIFIED[Math.floor(marks / 3)] ?? null,
    drilled: DRILLED[marks % 3] ?? null,
    lostMs: lost < 0 ? null : lost,
    asked: askedIn(asked),
    broken: brokenIn(broken),
  }));
}

/** Words by their bits: most days are alike, and share theirs. */
function wordsIn<T>(words: readonly T[]): (bits: number) => readonly T[] {
  const known = new Map<number, readonly T[]>();
  return (bits) => {
    let some = known.get(bits);
    if (some === undefined) {
      some = words.filter((_, at) => (bits & (1 << at)) !== 0);
      known.set(bits, some);
    }
    return some;
  };
}

function bitsOf<T>(words: readonly T[], some: readonly T[]): number {
  return some.reduce((bits, word) => bits | (1 << words.indexOf(word)), 0);
}
