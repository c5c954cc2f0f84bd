import type { Door, Rollout } from '@watchcase/api';
import { type Ack, compareVersions, downTopic, type HostIdentity } from '@watchcase/protocol';
import { type Clock, createSeldom, UserError } from '@watchcase/runtime';
import type { AuditEntry } from '../audit/index.ts';
import type { Tx } from '../store/index.ts';
import { candidatesOf, type RolloutRow, runningRollout, takers } from './rows.ts';
import { type StepNeeds, takeStep } from './take-step.ts';
import { rolloutViews } from './view.ts';

export type { RolloutBounds } from './decide-rollout.ts';

/** Who asks for a change, and by which door. */
interface Asking {
  actor: string;
  door: Door;
}

/** Versions of the agent on their way to hosts. */
export interface Rollouts {
  /** The newest first. */
  list(): Promise<Rollout[]>;
  /** Begins to have hosts run a version. Errors: UPGRADES_OFF, PACKAGE_NOT_HERE, ROLLOUT_RUNNING, ROLLOUT_OLDER, ROLLOUT_NOBODY, ROLLOUT_HOST_UNFIT. */
  begin(wanted: { version: string; first?: string | undefined }, by: Asking): Promise<Rollout>;
  /** Asks no more hosts; those that were asked go on. Errors: ROLLOUT_NOT_FOUND. */
  end(id: number, by: Asking): Promise<Rollout>;
}

/** What it needs. */
export interface RolloutNeeds extends Omit<StepNeeds, 'audit' | 'isTimeToTell'> {
  isEnabled: boolean;
  /** Where hosts fetch packages, as far as the config says. */
  url: string | undefined;
  /** Who of the hosts is ours to speak to, and online. */
  hostOf(id: string): { identity: HostIdentity } | undefined;
  publish(topic: string, payload: string): void;
  audit(
    tx: Tx,
    entries: readonly AuditEntry[],
    by: { actor: string; door: Door; now: number },
  ): Promise<void>;
  clock: Clock;
}

const LOOK_MS = 5000;
/** A host that did not hear it is told again. */
const AGAIN_MS = 60_000;
const TOLD_EVERY_MS = 3_600_000;

/** Follows what is under way; where upgrades are off it does nothing at all. */
export function openRollouts(needs: RolloutNeeds): Rollouts & { stop(): Promise<void> } {
  const { store, clock, log } = needs;
  // Whoever lets others follow soon is looked at as often.
  const lookMs = Math.min(LOOK_MS, needs.bounds.settleMs);
  const stepNeeds = { ...needs, isTimeToTell: createSeldom(clock, TOLD_EVERY_MS) };
  /** By roll-out and host. */
  const toldAt = new Map<string, number>();
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let timer = needs.isEnabled ? clock.after(lookMs, look) : undefined;

  function look(): void {
    if (stopped) return;
    underWay = follow()
      .catch((error: unknown) => log.error({ code: 'ROLLOUT_NOT_LOOKED_AT', err: error }, 'tried again soon'))
      .finally(() => {
        if (!stopped) timer = clock.after(lookMs, look);
      });
  }

  async function follow(): Promise<void> {
    const rollout = await runningRollout(store.db);
    if (rollout === undefined) return toldAt.clear();
    await takeStep(stepNeeds, rollout, clock.now());
    await tell(rollout);
  }

  /** Those that are ours and have not answered. */
  async function tell({ id, version }: RolloutRow): Promise<void> {
    const rows = await store.db
      .selectFrom('rollout_hosts')
      .innerJoin('rollouts', 'rollouts.id', 'rollout_hosts.rollout_id')
      .select('host_id')
      .where('rollout_id', '=', id)
      .where('state', '=', 'running')
      .where('outcome', 'is', null)
      .execute();
    for (const { host_id: hostId } of rows) {
      const host = needs.hostOf(hostId);
      const key = `${id} ${hostId}`;
      if (host === undefined || clock.monotonic() - (toldAt.get(key) ?? -Infinity) < AGAIN_MS) continue;
      toldAt.set(key, clock.monotonic());
      const upgrade = { order: id, version, ...(needs.url === undefined ? {} : { url: needs.url }) };
      const ack: Ack = { time: clock.now(), epochs: [], needLayouts: [], upgrade };
      needs.publish(downTopic(host.identity, 'ack'), JSON.stringify(ack));
    }
  }

  return {
    list: () => rolloutViews(store.db),
    async begin({ version, first = null }, by) {
      await refuseUnfit(needs, { version, first_host: first });
      const now = clock.now();
      const id = await store.transaction(async (tx) => {
        if ((await runningRollout(tx)) !== undefined) throw running();
        const row = await tx
          .insertInto('rollouts')
          .values({
            version,
            state: 'running',
            stage: 'first',
            reason: 'begun',
            first_host: first,
            started_at: now,
            started_by: by.actor,
            step: 0,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        const entry = {
          subject: `rollouts/${row.id}`,
          act: 'begin',
          before: null,
          after: { version, first },
        };
        await needs.audit(tx, [entry], { ...by, now });
        return row.id;
      });
      return viewOf(needs, id);
    },
    async end(id, by) {
      const now = clock.now();
      await store.transaction(async (tx) => {
        const reason = `stopped by ${by.actor}`;
        const changed = await tx
          .updateTable('rollouts')
          .set({ state: 'stopped', reason, ended_at: now })
          .where('id', '=', id)
          .where('state', '=', 'running')
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) throw notFound(id);
        await needs.audit(tx, [{ subject: `rollouts/${id}`, act: 'end', before: null, after: { reason } }], {
          ...by,
          now,
        });
      });
      return viewOf(needs, id);
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      await underWay;
    },
  };
}

async function viewOf({ store }: RolloutNeeds, id: number): Promise<Rollout> {
  const [view] = await rolloutViews(store.db, id);
  if (view === undefined) throw notFound(id);
  return view;
}

/** A version that nobody would take is refused before anything is written. */
async function refuseUnfit(
  { isEnabled, packages, store }: RolloutNeeds,
  wanted: Pick<RolloutRow, 'version' | 'first_host'>,
): Promise<void> {
  const { version, first_host: first } = wanted;
  if (!isEnabled)
    throw new UserError({
      code: 'UPGRADES_OFF',
      place: 'upgrades.enabled',
      message: 'this collector does not upgrade agents',
      fix: 'set upgrades.enabled to true in its config, and upgrade.enabled in those of the agents',
    });
  const offers = (await packages()).filter((one) => one.version === version);
  if (offers.length === 0)
    throw new UserError({
      code: 'PACKAGE_NOT_HERE',
      place: version,
      message: 'there is no package of this version',
      fix: 'see "watchcase packages list"; add one with "watchcase packages add FILE"',
    });
  const all = await takers(store.db, offers);
  const fit = candidatesOf(all, wanted, []);
  if (first !== null && fit.every(({ host }) => host !== first))
    throw new UserError({
      code: 'ROLLOUT_HOST_UNFIT',
      place: first,
      message:
        'this host cannot have that version first: it is not online, does not take upgrades, or does not run an older one',
      fix: 'name another one, or none',
    });
  if (fit.length > 0) return;
  const newest = all
    .map((one) => one.version ?? '')
    .toSorted(compareVersions)
    .at(-1);
  if (newest !== undefined)
    throw new UserError({
      code: 'ROLLOUT_OLDER',
      place: version,
      message: `every host that takes upgrades runs ${version} or a newer version (up to ${newest}): agents do not go back`,
      fix: 'build what is wanted as a newer version',
    });
  throw new UserError({
    code: 'ROLLOUT_NOBODY',
    place: version,
    message: 'no host that is online takes upgrades from the collector',
    fix: 'set upgrade.enabled in the configs of agents that were installed by /install; see docs/agent.md',
  });
}

function running(): UserError {
  return new UserError({
    code: 'ROLLOUT_RUNNING',
    place: 'rollouts',
    message: 'another version is on its way to hosts',
    fix: 'wait until it has arrived, or stop it: "watchcase packages roll-outs", "watchcase packages stop NUMBER"',
  });
}

function notFound(id: number): UserError {
  return new UserError({
    code: 'ROLLOUT_NOT_FOUND',
    place: String(id),
    message: 'no version of this number is on its way',
    fix: 'see "watchcase packages roll-outs"',
  });
}
