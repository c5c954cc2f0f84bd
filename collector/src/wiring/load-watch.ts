import type { Log } from '@watchcase/runtime';
import type { FlowDoors } from '../flow.ts';
import type { Metrics } from '../metrics/index.ts';

/** Whether more arrives than can be taken. */
export interface LoadWatch {
  /** The flow's door: it has just decided. */
  told: FlowDoors['load'];
  /** Of so many readings hosts are asked to send one live; 1 while all is well. */
  slowDown(): number;
}

/** Remembers what was decided last, and says once when it begins. */
export function createLoadWatch(metrics: Pick<Metrics, 'left'>, log: Log): LoadWatch {
  let slowDown = 1;
  return {
    told({ slowDown: wanted, left }) {
      if (wanted > 1 && slowDown === 1)
        log.warn(
          { code: 'MORE_THAN_CAN_BE_TAKEN' },
          'more arrives than can be taken; agents are told to send less live',
        );
      slowDown = wanted;
      metrics.left(left);
    },
    slowDown: () => slowDown,
  };
}
