import type { Step } from './advance.ts';

/** A firing alert's value is written again after this much sample time, milliseconds. */
const REMEMBER_MS = 60_000;

/**
 * Decides whether a step goes to the store (pure). Every change does. Of mere progress only what a restart must know exactly: how much of `for` or
 * `keepFiring` has passed; for the rest, a row a minute old gives the same decisions.
 */
export function isWorthWriting(step: Step, known: { writtenAt: number; keepFiringMs: number }): boolean {
  if (step.transition !== 'held' || step.state.state === 'pending' || known.keepFiringMs > 0) return true;
  return Math.abs(step.state.lastSample - known.writtenAt) >= REMEMBER_MS;
}
