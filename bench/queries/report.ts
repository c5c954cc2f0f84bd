import type { Measured } from './questions.ts';

/** A run's line: what is wrong is told in `faults`. */
export type Report = Record<string, unknown> & { faults: readonly string[] };

const LIMIT_MS = 2000;
const SLOWEST = 12;
const MOST = 5;

/** How long the questions took, the slowest first, and which gave most. */
export function timesOf(measured: readonly Measured[]): Record<string, unknown> {
  const bySlowness = measured.toSorted((a, b) => b.ms - a.ms);
  const byNumber = measured.toSorted((a, b) => b.found - a.found);
  return {
    questions: measured.length,
    medianMs: bySlowness[Math.floor(measured.length / 2)]?.ms ?? 0,
    slowest: bySlowness
      .slice(0, SLOWEST)
      .map(({ question, ms, found }) => `${question.name}: ${ms} ms, ${found}`),
    most: byNumber.slice(0, MOST).map(({ question, found }) => `${question.name}: ${found}`),
  };
}

/** The questions that took too long, as faults. */
export function slowOf(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ ms }) => ms >= LIMIT_MS)
    .map(({ question, ms }) => `${question.name} took ${ms} ms`);
}

/** The names of the questions. */
export function namesOf(measured: readonly Measured[]): string[] {
  return measured.map(({ question }) => question.name);
}
