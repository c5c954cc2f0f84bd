import type { Clock } from '@watchcase/runtime';
import { type CaseChange, SYNTHETIC } from '../model/index.ts';
import type { Flow, FlowDoors } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { HostState } from '../ingest/index.ts';
import type { Gauges, Metrics } from '../metrics/index.ts';

/** What a committed turn says to the figures. */
export function countTurn(metrics: Metrics): FlowDoors['counted'] {
  return (intake, seconds) => {
    for (const [reason, count] of intake.refused) metrics.refused(reason, count);
    metrics.repaired(intake.repaired);
    metrics.taken(intake.readings, intake.events.length, intake.values);
    metrics.turn(seconds);
  };
}

/** The same of the cases in it. */
export function countCases(metrics: Metrics, cases: readonly CaseChange[]): void {
  for (const change of cases) if (change.events[0]?.kind === 'opened') metrics.caseOpened(change.severity);
}

/** How many hosts stand how. */
export function countPresence(hosts: Iterable<HostState>): Record<string, number> {
  const counts: Record<string, number> = { online: 0, offline: 0, unknown: 0, never: 0 };
  for (const { id, presence } of hosts)
    if (id !== SYNTHETIC.hostId) counts[presence] = (counts[presence] ?? 0) + 1;
  return counts;
}

/** What waits for the time-series database; nothing without one. */
export function queueOf(history: Pick<History, 'remoteStats'>): ReturnType<Gauges['historyQueue']> {
  const stats = history.remoteStats();
  return {
    blocks: stats?.queuedBlocks ?? 0,
    bytes: stats?.queuedBytes ?? 0,
    dropped: stats?.dropped ?? 0,
    written: stats?.writtenLines ?? 0,
  };
}

/** Messages that wait for a turn, and how long the first of them has, milliseconds. */
export function queueAge(flow: Pick<Flow, 'queue'>, clock: Clock): { messages: number; ageMs: number } {
  const { messages, since } = flow.queue();
  return { messages, ageMs: since === undefined ? 0 : Math.max(0, clock.now() - since) };
}
