import type { PlainLog } from '@watchcase/runtime/light';
import type { Outbox } from '../outbox/index.ts';

/** Answers the collector's questions for layouts. */
export interface LayoutRequests {
  asked(id: string): void;
  /** Something was acknowledged: whatever was sent is understood. */
  progressed(): void;
}

/** A layout asked for this often without any progress is one that the collector does not take. */
const MOST_TRIES = 8;

/** A layout that is unknown here, or not taken there, costs its readings: otherwise nothing behind them would ever arrive. */
export function createLayoutRequests(needs: {
  outbox: Outbox;
  sendLayout(body: string): void;
  log: PlainLog;
}): LayoutRequests {
  const { outbox, log } = needs;
  const tries = new Map<string, number>();

  return {
    asked(id) {
      const count = (tries.get(id) ?? 0) + 1;
      tries.set(id, count);
      const body = outbox.layout(id);
      if (body !== undefined && count <= MOST_TRIES) return needs.sendLayout(body);
      const readings = outbox.dropReadingsOf(id);
      tries.delete(id);
      log.error(
        { code: 'LAYOUT_NOT_TAKEN', layout: id, readings },
        body === undefined
          ? 'readings whose layout is lost were dropped'
          : 'the collector does not take a layout; its readings were dropped',
      );
    },
    progressed: () => tries.clear(),
  };
}
