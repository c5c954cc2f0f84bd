import type { AlertState, Step } from './advance.ts';

/** A firing alert's value is written again after this much sample time, milliseconds. */
const REMEMBER_MS = 60_000;

/**
 * Decides whether a step goes to the store (pure). Every change does. Of mere progress only what a restart must know exactly: how much of `for` or
 * `keepFiring` has passed, or passes no more; for the rest, a row a minute old gives the same decisions.
 */
export function isWorthWriting(
  step: Step,
  known: { before: AlertState | undefined; writtenAt: number },
): boolean {
  if (step.transition !== 'held' || counts(step.state)) return true;
  if (known.before === undefined || counts(known.before)) return true;
  return Math.abs(step.state.lastSample - known.writtenAt) >= REMEMBER_MS;
}

function counts(state: AlertState): boolean {
  return state.quietMs !== null || Object.keys(state.held).length > 0;
}
