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

/** A tick waits no longer for backups to be looked at. */
const LOOK_MS = 2000;

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
  let looking: Promise<void> | undefined;
  /** A look that takes long, as while the database hangs, goes on beside the ticks: what they commit is what says so. */
  async function lookAtBackups(): Promise<void> {
    looking ??= backups.prepare().finally(() => (looking = undefined));
    const enough = Promise.withResolvers<void>();
    const timer = clock.after(LOOK_MS, enough.resolve);
    await Promise.race([looking, enough.promise]);
    timer.cancel();
  }
  return startTicking({
    tick: () =>
      lookAtBackups()
        .then(flow.tick)
        .then(() => void facts.tick())
        .then(() => owners.doAll())
        .then(() =>
          Promise.all([
            nextClockAt(store.db, membership.ours()),
            nextEscalationAt(store.db, membership.ours()),
          ]),
        )
        .then((moments) => earliest([...moments, backups.nextAt()]))
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
