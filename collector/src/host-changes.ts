import { hostId, identityOf, usernameOf } from '@watchcase/protocol';
import type { Clock, Log } from '@watchcase/runtime';
import type { Alerts } from './alerts/index.ts';
import type { Broker } from './broker/index.ts';
import type { Flow } from './flow.ts';
import type { History } from './history/index.ts';
import type { NewHost } from './http/index.ts';
import { type Ingest, loadMemory, newHostState } from './ingest/index.ts';
import type { HostChange } from './model/index.ts';
import type { RuleEngine } from './rules/index.ts';
import { changeHost, type Store, type Tx } from './store/index.ts';

/** What people change of hosts, in the store and in memory at the same moment: a turn between the two would write back what was. */
export interface HostChanges {
  /** Changes a host of ours; `done` belongs to the same transaction. Errors: HOST_NOT_FOUND. */
  change(id: string, change: HostChange, done?: (tx: Tx) => Promise<void>): Promise<void>;
  /** Knows a host that has joined, for the first time or again. */
  joined(host: NewHost): Promise<void>;
  /** Takes a host's credential from it at the broker, and ends its connection. False where this cannot be done from here: what it sends is ignored all the same. */
  cutOff(id: string): Promise<boolean>;
}

/** The rooms that know hosts. */
export interface HostChangeNeeds {
  store: Store;
  /** A transaction under the fence of our membership. */
  transaction: Store['transaction'];
  flow: Pick<Flow, 'settled'>;
  ingest: Ingest;
  alerts: Alerts;
  rules: RuleEngine;
  history: History;
  broker: Pick<Broker, 'endConnections' | 'removeCredential'>;
  clock: Clock;
  log: Log;
}

/** Builds it. */
export function createHostChanges(needs: HostChangeNeeds): HostChanges {
  const { store, ingest, clock, log } = needs;

  function forget(id: string): void {
    ingest.forget([id]);
    needs.history.forget([id]);
    needs.alerts.forgetHost(id);
    needs.rules.forgetHost(id);
  }

  function inMemory(id: string, { name, siteId, retired, revoked, retiredJob }: HostChange): void {
    const host = ingest.host(id);
    if (retired === true) return forget(id);
    if (host === undefined) return;
    if (siteId !== undefined) host.siteId = siteId;
    if (revoked === true) host.revoked = true;
    if (retiredJob !== undefined) host.retiredJobs.add(retiredJob);
    if (name === undefined) return;
    host.nameGiven = name !== null;
    host.name = name ?? host.reportedName;
  }

  return {
    change: (id, change, done) =>
      needs.flow.settled([id], async () => {
        await needs.transaction(async (tx) => {
          await changeHost(tx, id, change, clock.now());
          await done?.(tx);
        });
        inMemory(id, change);
      }),
    async joined({ identity, customerId, siteId, name, again }) {
      const id = hostId(identity);
      if (again === true) needs.broker.endConnections(usernameOf(identity));
      const known = ingest.host(id);
      if (known !== undefined) known.revoked = false;
      else if (again === true) ingest.takeUp(await loadMemory(store.db, { only: id }), clock.now());
      else ingest.addHost(newHostState({ id, identity, customerId, siteId, name, now: clock.now() }));
    },
    async cutOff(id) {
      const identity = identityOf(id);
      if (identity === undefined) return false;
      try {
        return await needs.broker.removeCredential(usernameOf(identity));
      } catch (error) {
        log.error(
          { code: 'BROKER_CANNOT_REMOVE_CREDENTIAL', host: id, err: error },
          'the broker still takes a credential that was revoked; what comes with it is ignored',
        );
        return false;
      }
    },
  };
}
