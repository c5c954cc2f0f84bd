import type { Clock, Log } from '@watchcase/runtime';
import { type MonthlyCallNeeds, planMonthlyCalls } from './plan-monthly-calls.ts';

export type { CalledContract } from './decide-monthly-calls.ts';
export { planMonthlyCalls } from './plan-monthly-calls.ts';

/** A month that begins, or a contract that is new, has its call this long after at most. */
const EVERY_MS = 3_600_000;

/** Plans monthly calls at once and every hour; gives what ends it, resolving when nothing is under way any more. */
export function startFollowUps(needs: MonthlyCallNeeds & { clock: Clock; log: Log }): () => Promise<void> {
  const { clock, log } = needs;
  let stopped = false;
  let underWay = plan();
  let timer = clock.after(EVERY_MS, again);

  async function plan(): Promise<void> {
    try {
      await planMonthlyCalls(needs, clock.now());
    } catch (error) {
      log.error({ code: 'FOLLOW_UPS_NOT_PLANNED', err: error }, 'monthly calls are planned in an hour');
    }
  }

  function again(): void {
    if (stopped) return;
    underWay = underWay.then(plan);
    timer = clock.after(EVERY_MS, again);
  }

  return async () => {
    stopped = true;
    timer.cancel();
    await underWay;
  };
}
