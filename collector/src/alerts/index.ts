import type { AlertChange, Verdict } from '../model/index.ts';
import { advance, type AlertState, freeze, type Step } from './advance.ts';
import { isWorthWriting } from './is-worth-writing.ts';

export { advance, type AlertState, freeze } from './advance.ts';
export { commitAlerts, loadAlerts } from './rows.ts';

/** Every alert that is not inactive, by id; the decisions are in advance.ts. */
export interface Alerts {
  /** What verdicts change. `at` is the arrival of the reading they come from. */
  apply(verdicts: readonly Verdict[], at: number): AlertChange[];
  /** The host is gone: its alerts stand still, but for those about its presence. */
  freezeHost(hostId: string, at: number): AlertChange[];
  /**
   * Alerts of which nothing was heard for long stand still: their series or their rule is gone. `monotonicMs` never jumps; call every few
   * seconds, from the start on.
   */
  freezeSilent(monotonicMs: number, at: number): AlertChange[];
  /** Alerts of a host that are pending, firing or frozen. */
  activeOf(hostId: string): ReadonlySet<string>;
  /** A person has ended the case: what is frozen will not come back, so it is forgotten. Call after the rows say so too. */
  forget(ids: readonly string[]): void;
  /** Takes up alerts of hosts that another collector answered until now. */
  takeUp(active: readonly AlertState[]): void;
  /** Forgets all of a host that is another collector's from now on. */
  forgetHost(hostId: string): void;
  /** How many alerts are in each state. */
  count(): Record<'pending' | 'firing' | 'frozen', number>;
}

/** Rules about presence go on while their host is gone. */
const PRESENCE_SERIES = 'watchcase_host.';
/** Silence of this many intervals, and of this time at least, means that a series has stopped. */
const SILENT_INTERVALS = 3;
const SILENT_MS = 60_000;

const NONE: ReadonlySet<string> = new Set();

/** What memory knows beyond the row. */
interface Entry {
  state: AlertState;
  /** Sample time the row was last written with. */
  writtenAt: number;
  /** Something was said about it since the last look for silence. */
  heard: boolean;
  /** When that look found it heard, by the monotonic clock; null before the first. */
  heardAt: number | null;
}

/** Takes up the alerts that were active when the store was last written. */
export function createAlerts(active: readonly AlertState[]): Alerts {
  const entries = new Map<string, Entry>();
  const byHost = new Map<string, Set<string>>();
  for (const state of active) remember(state, state.lastSample);

  function remember(state: AlertState, writtenAt: number): void {
    const entry = entries.get(state.id);
    if (entry === undefined) entries.set(state.id, { state, writtenAt, heard: true, heardAt: null });
    else Object.assign(entry, { state, writtenAt });
    const ids = byHost.get(state.hostId) ?? new Set();
    byHost.set(state.hostId, ids.add(state.id));
  }

  function drop(id: string): void {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    const ids = byHost.get(entry.state.hostId);
    ids?.delete(id);
    if (ids?.size === 0) byHost.delete(entry.state.hostId);
  }

  function take(step: Step | undefined, at: number): AlertChange[] {
    if (step === undefined) return [];
    const { state, transition } = step;
    const known = entries.get(state.id);
    const writtenAt = known?.writtenAt ?? Number.NEGATIVE_INFINITY;
    const write = isWorthWriting(step, { before: known?.state, writtenAt });
    if (state.state === 'inactive' || state.state === 'resolved') drop(state.id);
    else remember(state, write ? state.lastSample : writtenAt);
    return write ? [{ ...state, transition, at }] : [];
  }

  function applyOne(verdict: Verdict, at: number): AlertChange[] {
    const entry = entries.get(verdict.alertId);
    if (entry !== undefined) entry.heard = true;
    return take(advance(entry?.state, verdict), at);
  }

  function isSilent(entry: Entry, monotonicMs: number): boolean {
    if (entry.heard || entry.heardAt === null) entry.heardAt = monotonicMs;
    entry.heard = false;
    const longestMs = Math.max(SILENT_MS, SILENT_INTERVALS * entry.state.intervalMs);
    return monotonicMs - entry.heardAt > longestMs;
  }

  return {
    apply: (verdicts, at) => verdicts.flatMap((verdict) => applyOne(verdict, at)),
    freezeHost(hostId, at) {
      const own = [...(byHost.get(hostId) ?? [])]
        .flatMap((id) => entries.get(id)?.state ?? [])
        .filter((state) => state.series?.startsWith(PRESENCE_SERIES) !== true);
      return own.flatMap((state) => take(freeze(state), at));
    },
    freezeSilent(monotonicMs, at) {
      const silent = [...entries.values()].filter((entry) => isSilent(entry, monotonicMs));
      return silent.flatMap(({ state }) => take(freeze(state), at));
    },
    activeOf: (hostId) => byHost.get(hostId) ?? NONE,
    forget: (ids) => ids.forEach(drop),
    takeUp(states) {
      for (const state of states) remember(state, state.lastSample);
    },
    forgetHost: (hostId) => [...(byHost.get(hostId) ?? [])].forEach(drop),
    count() {
      const counts = { pending: 0, firing: 0, frozen: 0 };
      for (const { state } of entries.values())
        if (state.state in counts) counts[state.state as keyof typeof counts]++;
      return counts;
    },
  };
}
