import type { Clock, Log } from '@watchcase/runtime';
import { type Alerts, commitAlerts } from '../alerts/index.ts';
import {
  act,
  applyAlertChanges,
  forgetFrozen,
  openCase,
  renewTerms,
  runClocks,
  TOGETHER_MS,
} from '../cases/index.ts';
import type { Backups } from '../backups/index.ts';
import type { CommitWatch } from '../commit-watch.ts';
import type { CollectorConfig } from '../config.ts';
import type { Directory } from '../directory/index.ts';
import { openEscalations } from '../escalation/index.ts';
import { contactsIn } from './customer-letters.ts';
import { evidenceIn } from './evidence-in.ts';
import type { Rooms } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Membership } from '../membership/index.ts';
import { type AlertChange, type Observation, SYNTHETIC } from '../model/index.ts';
import { type Letters, planLetters, planPages } from '../notify/index.ts';
import type { RuleEngine } from '../rules/index.ts';
import { markHistory, MembershipLost, type Tx } from '../store/index.ts';
import { owedBy } from './owed-terms.ts';
import { recordLine } from './record-line.ts';
import { pageSynthetic } from './synthetic-pages.ts';
import { rosterOver } from './roster.ts';

/** The rooms a turn passes, as they were opened. */
export interface TurnRoomsNeeds {
  membership: Membership;
  ingest: Ingest;
  history: History;
  rules: RuleEngine;
  alerts: Alerts;
  backups: Pick<Backups, 'take' | 'withoutPolicies'>;
  commits: CommitWatch;
  directory: Directory;
  /** Mail to customers; undefined where there is none. */
  letters: Letters | undefined;
  config: CollectorConfig;
  clock: Clock;
  log: Log;
}

/** Ties the rooms together as the flow passes them. */
export function turnRooms(needs: TurnRoomsNeeds): Rooms {
  const { membership, ingest, history, rules, alerts, commits, clock } = needs;
  const { cases } = needs.config;
  const comesBackAfterMs = cases.comesBackAfterHours * 3_600_000;
  const recoveryToldAfterMs = cases.recoveryToldAfterSeconds * 1000;
  const owed = owedBy(needs.directory, needs.log);
  const rosterOf = rosterOver(needs.config, needs.directory);
  const escalations = openEscalations({ directory: needs.directory, roster: rosterOf });
  const incidents = new Set(
    needs.config.channels
      .filter(({ channel }) => channel.capabilities.keepsIncidents === true)
      .map(({ name }) => name),
  );
  const paging = { record: recordLine, recoveryToldAfterMs, incidents };
  return {
    ingest,
    keep(observation) {
      if (observation.hostId !== SYNTHETIC.hostId) history.add(observation);
    },
    write: (hostIds) => Promise.resolve(history.write(hostIds)),
    confirmWritten: history.confirm,
    judge: (observation) => judge(needs, observation),
    forgetStreams: rules.streamsChanged,
    freeze: alerts.freezeHost,
    passTime: (at) => [
      ...alerts.freezeSilent(clock.monotonic(), at),
      ...alerts.apply(needs.backups.take(), at),
    ],
    commitAlerts,
    openCases: (tx, changes) =>
      applyAlertChanges(tx, changes, {
        evidenceOf: (wanted) => evidenceIn(history, wanted),
        hostOf(hostId) {
          const { customerId = '', siteId = '' } = ingest.host(hostId) ?? {};
          return { customerId, siteId };
        },
        owed,
        siteOf: (hostId, now) => ingest.siteOf(hostId, { now, togetherMs: TOGETHER_MS }),
      }),
    async forgetFrozen(tx, changes) {
      const ids = await forgetFrozen(tx, changes);
      return () => alerts.forget(ids);
    },
    async runClocks(tx, now) {
      const shards = membership.ours();
      const clocked = [...(await renewTerms(tx, { owed, shards })), ...(await runClocks(tx, now, shards))];
      return [...clocked, ...(await escalations.due(tx, now, shards))];
    },
    async act(tx, caseId, action) {
      const { changes, forgotten } = await act(tx, caseId, action, { now: clock.now(), comesBackAfterMs });
      return { changes, afterCommit: () => alerts.forget(forgotten) };
    },
    async openByHand(tx, wanted) {
      const change = await openCase(tx, wanted, { now: clock.now(), owed });
      return { changes: change === undefined ? [] : [change], afterCommit: () => undefined };
    },
    async planPages(tx, all, now) {
      if (all.length === 0) return 0;
      const { queued, changes } = await pageSynthetic(tx, all, { ...paging, now });
      const roster = await rosterOf(tx);
      const orders = await escalations.follow(tx, changes, now);
      const pages = queued + (await planPages(tx, changes, { ...paging, roster, orders, now }));
      const { letters, directory } = needs;
      if (letters === undefined) return pages;
      const contactsOf = contactsIn(directory);
      const { own } = letters;
      return pages + (await planLetters(tx, changes, { contactsOf, own, record: recordLine, now }));
    },
    watched: commits.during,
    transaction: (work) => markedTransaction(needs, work),
    isLost: (error) => error instanceof MembershipLost,
    markTurn: membership.markTurn,
    isTurnMarked: membership.isTurnMarked,
  };
}

/** What is committed says up to where our own history is known, and what others need of it; a refusal is looked into at once. */
async function markedTransaction<T>(
  { membership, history }: TurnRoomsNeeds,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await membership.transaction(async (tx) => {
      const result = await work(tx);
      await markHistory(tx, history.mark());
      await membership.keepForOthers(tx);
      return result;
    });
  } catch (error) {
    if (error instanceof MembershipLost) membership.doubt();
    throw error;
  }
}

/** A fault in judging one reading must not take the others with it. */
function judge({ alerts, rules, backups, log }: TurnRoomsNeeds, observation: Observation): AlertChange[] {
  const { hostId, arrivedAt } = observation;
  try {
    const verdicts = rules.evaluate(observation, alerts.activeOf(hostId));
    return verdicts.length === 0 ? [] : alerts.apply(backups.withoutPolicies(verdicts), arrivedAt);
  } catch (error) {
    log.error(
      { code: 'READING_NOT_JUDGED', host: hostId, err: error },
      'rules failed on a reading; it is kept in history',
    );
    return [];
  }
}
