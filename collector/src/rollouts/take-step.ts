import type { AgentPackage } from '@watchcase/protocol';
import type { Log } from '@watchcase/runtime';
import type { AuditEntry } from '../audit/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { decideRollout, type RolloutBounds, type RolloutDecision } from './decide-rollout.ts';
import { askedHosts, candidatesOf, type RolloutRow, type Taker, takers } from './rows.ts';

/** What a step needs. */
export interface StepNeeds {
  store: Store;
  bounds: RolloutBounds;
  packages: () => Promise<readonly AgentPackage[]>;
  audit(
    tx: Tx,
    entries: readonly AuditEntry[],
    by: { actor: string; door: 'rollout'; now: number },
  ): Promise<void>;
  /** True every now and then: the package may be missing here for as long as the version is on its way. */
  isTimeToTell(): boolean;
  log: Log;
}

/** Decides what is next of a version that is under way, and does it: once, whichever collector comes first. */
export async function takeStep(needs: StepNeeds, rollout: RolloutRow, now: number): Promise<void> {
  const { store, bounds } = needs;
  const asked = await askedHosts(store.db, rollout.id);
  const facts = { stage: rollout.stage, asked };
  const alone = decideRollout({ ...facts, candidates: [] }, now, bounds);
  if (alone.do === 'wait') return;
  if (alone.do === 'stop') return write(needs, rollout, { decision: alone, asked, candidates: [] }, now);
  const offers = (await needs.packages()).filter((one) => one.version === rollout.version);
  // Here nobody could have it, which looks as if all had it.
  if (offers.length === 0) return tellLacking(needs, rollout);
  const candidates = candidatesOf(await takers(store.db, offers), rollout, asked);
  const decision = decideRollout({ ...facts, candidates: candidates.map(({ host }) => host) }, now, bounds);
  if (decision.do !== 'wait') await write(needs, rollout, { decision, asked, candidates }, now);
}

/** It was given to another collector, whose step this is, or was taken away. */
function tellLacking({ isTimeToTell, log }: StepNeeds, { id, version }: RolloutRow): void {
  if (isTimeToTell())
    log.warn(
      { code: 'PACKAGE_NOT_HERE', rollout: id, version },
      'the next step waits for a collector that has the packages of this version: give them by "watchcase packages add", or end the roll-out',
    );
}

interface Step {
  decision: Exclude<RolloutDecision, { do: 'wait' }>;
  asked: Awaited<ReturnType<typeof askedHosts>>;
  candidates: readonly Taker[];
}

async function write(needs: StepNeeds, rollout: RolloutRow, step: Step, now: number): Promise<void> {
  const { decision } = step;
  const reason = reasonOf(step);
  const state = decision.do === 'ask' ? 'running' : decision.do === 'stop' ? 'stopped' : 'done';
  const stage = decision.do === 'ask' ? decision.stage : rollout.stage;
  const isOurs = await needs.store.transaction(async (tx) => {
    const changed = await tx
      .updateTable('rollouts')
      .set({ state, stage, reason, step: rollout.step + 1, ended_at: decision.do === 'ask' ? null : now })
      .where('id', '=', rollout.id)
      .where('step', '=', rollout.step)
      .where('state', '=', 'running')
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return false;
    if (decision.do === 'ask') await ask(tx, rollout, step, { stage, now });
    const hosts = 'hosts' in decision ? decision.hosts : [];
    const entry = {
      subject: `rollouts/${rollout.id}`,
      act: decision.do,
      before: { stage: rollout.stage },
      after: { version: rollout.version, stage, because: reason, hosts },
    };
    await needs.audit(tx, [entry], { actor: 'watchcase', door: 'rollout', now });
    return true;
  });
  if (!isOurs) return;
  const fields = { rollout: rollout.id, version: rollout.version, stage, reason };
  if (decision.do === 'stop')
    needs.log.error({ code: 'ROLLOUT_STOPPED', ...fields }, 'a version of the agent goes to no more hosts');
  else needs.log.info(fields, 'a version of the agent is on its way');
}

async function ask(
  tx: Tx,
  rollout: RolloutRow,
  { decision, candidates }: Step,
  { stage, now }: { stage: RolloutRow['stage']; now: number },
): Promise<void> {
  const wanted = new Set('hosts' in decision ? decision.hosts : []);
  const rows = candidates
    .filter(({ host }) => wanted.has(host))
    .map((one) => ({
      rollout_id: rollout.id,
      host_id: one.host,
      stage,
      asked_at: now,
      version_before: one.version,
      unread_before: one.unread,
    }));
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx
      .insertInto('rollout_hosts')
      .values(rows.slice(at, at + CHUNK))
      .execute();
}

/** Rows per statement: both databases bound the parameters of one. */
const CHUNK = 100;

/** A sentence for people. */
function reasonOf({ decision, asked }: Step): string {
  if (decision.do === 'ask') return `${decision.because}: ${decision.hosts.length} asked`;
  if (decision.do === 'end') return decision.because;
  const [first] = decision.hosts;
  const { code = '', reason = '' } = asked.find(({ host }) => host === first) ?? {};
  const said = code === '' ? '' : `: ${code} ${reason}`.trimEnd();
  const more = decision.hosts.length === 1 ? '' : ` and ${decision.hosts.length - 1} more`;
  return `${first}${more}: ${decision.because}${said}`;
}
