import type { Clock, Log } from '@watchcase/runtime';
import type { Backups } from '../backups/index.ts';
import { nextClockAt } from '../cases/index.ts';
import { nextEscalationAt } from '../escalation/index.ts';
import type { Facts } from '../facts/index.ts';
import type { Flow } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Membership } from '../membership/index.ts';
import type { Owners } from '../owners.ts';
import { createUntiedTeller, type RuleEngine } from '../rules/index.ts';
import type { Store } from '../store/index.ts';
import { startTicking } from '../ticking.ts';

/** A tick waits no longer for what stands beside its turn. */
const BESIDE_MS = 2000;

/** Lets time pass for every room that waits for it; gives what ends it. */
export function keepTime(parts: {
  flow: Flow;
  facts: Facts;
  owners: Owners;
  store: Store;
  membership: Membership;
  rules: RuleEngine;
  history: History;
  ingest: Ingest;
  backups: Backups;
  clock: Clock;
  log: Log;
}): () => void {
  const { flow, facts, owners, store, membership, rules, history, ingest, backups, clock, log } = parts;
  const lookForUntied = createUntiedTeller(rules.ties, log);
  const look = besides(clock, backups.prepare);
  const goOn = besides(clock, async () => {
    await owners.doAll();
    const ours = membership.ours();
    const moments = await Promise.all([nextClockAt(store.db, ours), nextEscalationAt(store.db, ours)]);
    return earliest([...moments, backups.nextAt()]);
  });
  return startTicking({
    tick: () =>
      look()
        .then(flow.tick)
        .then(() => void facts.tick())
        .then(goOn)
        .then((next) => next ?? null)
        .catch(() => null),
    maintain() {
      lookForUntied(clock.monotonic());
      history.maintain();
    },
    clockJumped: ingest.clockJumped,
    clock,
    log,
  });
}

function earliest(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/**
 * Work that a tick waits for, but not for long: while the database hangs it goes on beside the next ticks, since what those commit is what says so. Never twice at once; undefined
 * where it is not done yet.
 */
function besides<T>(clock: Clock, work: () => Promise<T>): () => Promise<T | undefined> {
  let running: Promise<T> | undefined;
  return async () => {
    running ??= work().finally(() => (running = undefined));
    const late = Promise.withResolvers<undefined>();
    const timer = clock.after(BESIDE_MS, () => late.resolve(undefined));
    try {
      return await Promise.race([running, late.promise]);
    } finally {
      timer.cancel();
    }
  };
}
