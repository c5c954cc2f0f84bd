import type { CloneSigns } from './clone-signs.ts';
import type { HostState } from './host-state.ts';

/** Signs that are needed: one may come from a machine that was set back to an earlier state. */
const SIGNS = 3;
/** How long they are remembered, milliseconds. */
export const SIGNS_REMEMBERED_MS = 600_000;
/** Live sequences of a host that are remembered. */
const MOST_EPOCHS = 8;
/** A reading of an older sequence that was made so long after the live one began comes from another agent; clocks are not that exact. */
const MARGIN_MS = 60_000;

/** A presence names the live sequence. An agent never goes back to one: its next is always greater. */
export function noteLiveEpoch({ clones, liveEpoch }: HostState, epoch: number, at: number): void {
  if (epoch === liveEpoch) return;
  if (clones.epochs.includes(epoch)) sign(clones, at);
  else clones.epochs = [...clones.epochs, epoch].slice(-MOST_EPOCHS);
}

/** A reading of a sequence that is not live; `time` is the host's own. Sequences are numbered by the moment they begin, and what an agent that was asked to slow down puts aside has the number before its live one. */
export function noteBacklog(
  { clones, liveEpoch }: HostState,
  epoch: number,
  { time, at }: { time: number; at: number },
): void {
  if (liveEpoch !== null && epoch < liveEpoch - 1 && time > liveEpoch + MARGIN_MS) sign(clones, at);
}

/** How many agents use the host's credential: 2 stands for more than one. */
export function agentsOf({ clones }: HostState, now: number): number {
  return clones.count >= SIGNS && now - clones.lastAt <= SIGNS_REMEMBERED_MS ? 2 : 1;
}

function sign(clones: CloneSigns, at: number): void {
  clones.count = at - clones.lastAt <= SIGNS_REMEMBERED_MS ? clones.count + 1 : 1;
  clones.lastAt = at;
}
