import type { Clock, Log } from '@watchcase/runtime';
import type { LastPasses } from '../auditor/index.ts';
import type { SendResult } from '../model/index.ts';
import type { Beat } from './beat-request.ts';
import { decideBeat } from './decide-beat.ts';
import { LOST_WORDS, type WalkEnd } from './decide-walk.ts';
import type { SendBeat } from './heartbeat.ts';

/** How the last rounds went. Times in Unix milliseconds; null before the first. */
export interface RoundsState {
  alert: { at: number; end: WalkEnd } | null;
  /** When one arrived last. */
  arrivedAt: number | null;
  lost: number;
  /** The last heartbeat that all is well, and whether the other side took it. */
  beat: { at: number; taken: boolean; detail: string } | null;
  /** When one was taken last. */
  beatAt: number | null;
  /** Heartbeats that were due and not sent or not taken. */
  missed: number;
}

/** Synthetic alerts on a schedule, and a heartbeat after each. */
export interface Rounds {
  state(): Readonly<RoundsState>;
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

/** What they need. */
export interface RoundsNeeds {
  /** Between two, milliseconds. */
  everyMs: number;
  /** False where another collector sends them. */
  isOurs(): boolean;
  walk(): Promise<WalkEnd>;
  /** What the auditors of all customers found last; rejects when the store does. */
  passes(): Promise<LastPasses>;
  /** Undefined without one. */
  heartbeat: SendBeat | undefined;
  clock: Clock;
  log: Log;
}

/** After a start rooms have so long to settle, milliseconds. */
const FIRST_MS = 60_000;

/** Begins; an alert is lost when a second one right behind it is lost, too. */
export function startRounds(needs: RoundsNeeds): Rounds {
  const { everyMs, heartbeat, clock, log } = needs;
  const state: RoundsState = { alert: null, arrivedAt: null, lost: 0, beat: null, beatAt: null, missed: 0 };
  const ending = new AbortController();
  let underWay: Promise<void> = Promise.resolve();
  let timer = clock.after(Math.min(everyMs, FIRST_MS), begin);

  function begin(): void {
    timer = clock.after(everyMs, begin);
    underWay = underWay.then(round).catch((error: unknown) => {
      log.error({ code: 'SYNTHETIC_ALERT_FAILED', err: error }, 'a synthetic alert met a fault of ours');
    });
  }

  async function round(): Promise<void> {
    if (ending.signal.aborted || !needs.isOurs()) return forget();
    await tell({ kind: 'start', text: '', tookMs: null });
    let end = await needs.walk();
    if (end.because !== 'arrived' && needs.isOurs() && !ending.signal.aborted) end = await needs.walk();
    // Whoever has taken over meanwhile sends its own.
    if (ending.signal.aborted || !needs.isOurs()) return;
    note(end);
    const passes = await needs.passes().catch(() => null);
    await beat(decideBeat(end, passes, clock.now()));
  }

  /** What was seen while it was ours says nothing about another's. */
  function forget(): void {
    Object.assign(state, { alert: null, arrivedAt: null, beat: null, beatAt: null });
  }

  function note(end: WalkEnd): void {
    const now = clock.now();
    state.alert = { at: now, end };
    if (end.because === 'arrived') state.arrivedAt = now;
    else {
      state.lost++;
      log.error({ code: 'SYNTHETIC_ALERT_LOST', at: end.because }, LOST_WORDS[end.because]);
    }
  }

  async function beat(what: Beat): Promise<void> {
    if (heartbeat === undefined) return;
    const result = await tell(what);
    if (ending.signal.aborted) return;
    const taken = what.kind === 'success' && result?.outcome === 'delivered';
    const detail = what.kind === 'success' ? (result?.detail ?? '') : what.text;
    state.beat = { at: clock.now(), taken, detail };
    if (taken) state.beatAt = clock.now();
    else {
      state.missed++;
      log.error({ code: 'HEARTBEAT_MISSED', detail }, 'the other side was not told that all is well');
    }
  }

  /** A fault of the other side is a heartbeat that is missing, and no fault of the round. */
  async function tell(what: Beat): Promise<SendResult | undefined> {
    return heartbeat?.(what, ending.signal);
  }

  return {
    state: () => state,
    async stop() {
      timer.cancel();
      ending.abort(new Error('the collector ends'));
      await underWay;
    },
  };
}
