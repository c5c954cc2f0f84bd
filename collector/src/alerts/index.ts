import type { AlertChange, Verdict } from '../model/index.ts';
import { advance, type AlertState, freeze, type Step } from './advance.ts';

export { advance, type AlertState, freeze } from './advance.ts';
export { commitAlerts, loadAlerts } from './rows.ts';

/** Every alert that is not inactive, by id; the decisions are in advance.ts. */
export interface Alerts {
  /** What verdicts change. `at` is the arrival of the reading they come from. */
  apply(verdicts: readonly Verdict[], at: number): AlertChange[];
  /** The host is gone: its alerts stand still, but for those about its presence. */
  freezeHost(hostId: string, at: number): AlertChange[];
  /** True while the alert is pending, firing or frozen. */
  isActive(id: string): boolean;
  /** A person has ended the case: what is frozen will not come back, so it is forgotten. Call after the rows say so too. */
  forget(ids: readonly string[]): void;
  /** How many alerts are in each state. */
  count(): Record<'pending' | 'firing' | 'frozen', number>;
}

/** Rules about presence go on while their host is gone. */
const PRESENCE_SERIES = 'watchcase_host.';

/** Takes up the alerts that were active when the store was last written. */
export function createAlerts(active: readonly AlertState[]): Alerts {
  const states = new Map(active.map((state) => [state.id, state]));
  const byHost = new Map<string, Set<string>>();
  for (const state of active) index(state);

  function index(state: AlertState): void {
    const ids = byHost.get(state.hostId) ?? new Set();
    byHost.set(state.hostId, ids.add(state.id));
  }

  function drop(id: string): void {
    const state = states.get(id);
    if (state === undefined) return;
    states.delete(id);
    const ids = byHost.get(state.hostId);
    ids?.delete(id);
    if (ids?.size === 0) byHost.delete(state.hostId);
  }

  function take(step: Step | undefined, at: number): AlertChange[] {
    if (step === undefined) return [];
    const { state, transition } = step;
    if (state.state === 'inactive' || state.state === 'resolved') drop(state.id);
    else {
      states.set(state.id, state);
      index(state);
    }
    return [{ ...state, transition, at }];
  }

  return {
    apply: (verdicts, at) =>
      verdicts.flatMap((verdict) => take(advance(states.get(verdict.alertId), verdict), at)),
    freezeHost(hostId, at) {
      const ids = [...(byHost.get(hostId) ?? [])];
      const own = ids
        .flatMap((id) => states.get(id) ?? [])
        .filter((state) => state.series?.startsWith(PRESENCE_SERIES) !== true);
      return own.flatMap((state) => take(freeze(state), at));
    },
    isActive: (id) => states.has(id),
    forget: (ids) => ids.forEach(drop),
    count() {
      const counts = { pending: 0, firing: 0, frozen: 0 };
      for (const { state } of states.values()) if (state in counts) counts[state as keyof typeof counts]++;
      return counts;
    },
  };
}
