import { LIMITS } from '@watchcase/protocol';
import type { ClockOffset } from './clock-offset.ts';
import type { HostState } from './host-state.ts';
import type { Intake } from './intake.ts';

/** A line can become slower for good: so long a delay is taken for its own, little by little. An overload is over before. */
const AGING_MS = 1_800_000;

/**
 * Notes how much later than its host's promptest one a message came; call before the host counts as heard at `at`. The first one of a host says nothing, for it may be late itself, and neither does one
 * that does not fit the host's clock (`before` is what was known of that).
 */
export function noteDelay(
  host: HostState,
  { differenceMs, at, before }: { differenceMs: number; at: number; before: ClockOffset },
  intake: Intake,
): void {
  if (host.offset.lately === before.lately) return;
  const isSet = Math.abs(host.offset.offsetMs - before.offsetMs) > LIMITS.clockToleranceMs;
  if (host.promptMs === null || isSet) {
    host.promptMs = differenceMs;
    return;
  }
  const delayMs = differenceMs - host.promptMs;
  intake.delayMs = Math.min(intake.delayMs ?? delayMs, delayMs);
  const passedMs = Math.max(0, at - (host.lastHeardAt ?? at));
  host.promptMs += delayMs < 0 ? delayMs : delayMs * (1 - Math.exp(-passedMs / AGING_MS));
}
