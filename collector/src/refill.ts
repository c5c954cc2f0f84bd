import { type Layout, LIMITS } from '@watchcase/protocol';
import type { JudgedLayouts, VisitJudged } from './history/index.ts';
import { type HostState, type LatestReading, presenceLayout, restoreLatest } from './ingest/index.ts';
import type { RuleEngine } from './rules/index.ts';

/** Where hosts are remembered, and where it is read from. */
export interface RefillNeeds {
  rules: RuleEngine;
  /** Layouts that are in use. */
  layout(id: string): Layout | undefined;
  judged: VisitJudged;
  /** Without it `judged` knows by itself how far it reaches. */
  judgedLayouts?: JudgedLayouts;
}

/**
 * Gives hosts that are new here the memory they had: the readings that were judged and committed pass through the rules once more, unjudged and in their
 * order. What comes next is judged as it would have been without the restart.
 */
export function refill(hosts: Iterable<HostState>, needs: RefillNeeds): void {
  const { rules, layout: layoutOf, judged } = needs;
  for (const host of hosts) {
    const newest = new Map<string, LatestReading>();
    judged(host.id, reachMs(host, needs) + LIMITS.latenessMs, ({ layoutId, layout: kept, time, values }) => {
      // One of former readings is in use no more, and only history has it.
      const layout = layoutOf(layoutId) ?? kept;
      if (layout === undefined) return;
      rules.remember(host.id, layout, { time, values });
      newest.set(layout.stream, { layout, time, arrivedAt: time, values });
    });
    rules.streamsChanged(host.id, [...host.streams.keys()]);
    for (const one of newest.values()) restoreLatest(host, one);
  }
}

/** A series that the layouts lack at the moment may come back, and its window may reach further than all that is there now. */
function reachMs(host: HostState, { rules, layout, judgedLayouts }: RefillNeeds): number {
  const layouts = [...host.streams.values()].flatMap((id) => layout(id) ?? []);
  const reach = rules.reachMs([...layouts, presenceLayout]);
  if (reach >= rules.longestMs || judgedLayouts === undefined) return reach;
  const former = judgedLayouts(host.id, rules.longestMs + LIMITS.latenessMs);
  return Math.max(reach, ...former.map((one) => rules.reachMs([one])));
}
