import type { WatchFault, WatchView } from '@watchcase/api';
import type { RoundsState } from './rounds.ts';

/** What is known when somebody looks. */
export interface WatchFacts {
  /** Null where no synthetic alerts are sent, or another collector sends them. */
  rounds: Readonly<RoundsState> | null;
  /** Between two, milliseconds. */
  everyMs: number;
  hasHeartbeat: boolean;
  /** Since when rounds could have been made, and now, Unix milliseconds. */
  since: number;
  now: number;
}

/** Beyond the time between two rounds, for the round itself with its second try, milliseconds. */
const GRACE_MS = 180_000;

/** How the collector watches over itself (pure): what was lost or missed last, and what has not come for longer than two rounds. */
export function watchView(facts: WatchFacts): WatchView {
  const { rounds, hasHeartbeat } = facts;
  if (rounds === null) return { faults: [], syntheticAlert: null, heartbeat: null };
  const { end } = rounds.alert ?? {};
  return {
    faults: [...alertFaults(facts, rounds), ...(hasHeartbeat ? beatFaults(facts, rounds) : [])],
    syntheticAlert: {
      arrivedAt: iso(rounds.arrivedAt),
      seconds: end?.because === 'arrived' ? end.tookMs / 1000 : null,
    },
    heartbeat: hasHeartbeat ? { at: iso(rounds.beatAt) } : null,
  };
}

function alertFaults(facts: WatchFacts, { alert, arrivedAt }: Readonly<RoundsState>): WatchFault[] {
  const fault = (because: string): WatchFault[] => [
    { part: 'synthetic-alert', because, since: iso(arrivedAt) },
  ];
  if (alert !== null && alert.end.because !== 'arrived') return fault(alert.end.because);
  return isLate(facts, alert?.at) ? fault('late') : [];
}

function beatFaults(facts: WatchFacts, { beat, beatAt }: Readonly<RoundsState>): WatchFault[] {
  const fault = (because: string): WatchFault[] => [{ part: 'heartbeat', because, since: iso(beatAt) }];
  if (beat !== null && !beat.taken) return fault('missed');
  return isLate(facts, beat?.at) ? fault('late') : [];
}

function isLate({ everyMs, since, now }: WatchFacts, at: number | undefined): boolean {
  return now - (at ?? since) > 2 * everyMs + GRACE_MS;
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
