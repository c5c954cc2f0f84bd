import type { Clock, Log } from '@watchcase/runtime';
import { schedule } from 'node-cron';
import { decideExpired } from './decide-expired.ts';
import { deleteExpired } from './delete-expired.ts';
import type { Store } from './contract.ts';

/** 03:17 UTC: after the day's backups have begun, before people work, at a minute others do not choose. */
const NIGHTLY = '17 3 * * *';

/** What housekeeping needs. */
export interface HousekeepingNeeds {
  /** `transaction` must not run in the middle of a turn. */
  store: Pick<Store, 'transaction' | 'optimize'>;
  clock: Clock;
  log: Log;
}

/** Deletes what nobody needs any more, every night; a failure is logged and tried again the next night. */
export function startHousekeeping({ store, clock, log }: HousekeepingNeeds): {
  /** Does it now. Never rejects. */
  run(): Promise<void>;
  stop(): Promise<void>;
} {
  let running = Promise.resolve();

  async function clean(): Promise<void> {
    try {
      const deleted = await store.transaction((tx) => deleteExpired(tx, decideExpired(clock.now())));
      await store.optimize();
      log.info({ deleted }, 'housekeeping done');
    } catch (error) {
      log.error({ code: 'HOUSEKEEPING_FAILED', err: error }, 'old rows stay until the next night');
    }
  }

  const run = () => (running = running.then(clean));
  const task = schedule(NIGHTLY, run, { timezone: 'Etc/UTC', noOverlap: true, suppressMissedWarning: true });
  return {
    run,
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
