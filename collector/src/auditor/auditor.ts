import type { Clock, Log } from '@watchcase/runtime';
import type { CaseChange } from '../model/index.ts';
import type { RecordLine, RosterSource } from '../notify/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { DOING_MS } from './decide-audit.ts';
import { findForgotten, type Forgotten } from './find-forgotten.ts';
import { forgetAudits } from './forget-audits.ts';
import { notePass } from './passes.ts';
import { countOpen, type Looking, readUnawaited } from './read-open.ts';
import { repairForgotten } from './repair.ts';

/** Looks once a minute whether each open case has somebody who is at it, or a next step. */
export interface Auditor {
  state(): Readonly<AuditorState>;
  /** Looks now; rejects when the store does. */
  pass(): Promise<void>;
  stop(): Promise<void>;
}

/** What its own passes found. */
export interface AuditorState {
  /** The last pass, Unix milliseconds; null before the first. */
  at: number | null;
  cases: number;
  /** Open cases that nobody was at, in the last pass. */
  forgotten: number;
  tookMs: number;
  /** Since the start. */
  repairs: number;
}

/** What it needs. */
export interface AuditorNeeds {
  /** Its transactions fall between two turns, under the fence of our membership. */
  store: Store;
  /** The shards whose cases are ours; undefined for all. */
  shards(): readonly number[] | undefined;
  roster: RosterSource;
  record: RecordLine;
  /** Cases got a line, and pages wait. */
  repaired(changes: readonly CaseChange[]): void;
  clock: Clock;
  log: Log;
}

const MINUTE_MS = 60_000;
/** More than these wait for the next pass: turns must not wait for the auditor. */
const MOST_REPAIRS = 50;

/** After a longer pause (a start, a store that was away, a machine that slept) what is overdue may have been nobody's fault, milliseconds. */
const PAUSE_MS = 90_000;
const FIRST_MS = 1000;

/** Begins at once, and goes on at each full minute. */
export function startAuditor(needs: AuditorNeeds): Auditor {
  const { store, clock, log } = needs;
  const state: AuditorState = { at: null, cases: 0, forgotten: 0, tookMs: 0, repairs: 0 };
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;
  let livingSince = 0;
  let timer = clock.after(Math.min(FIRST_MS, untilMinute()), begin);

  function untilMinute(): number {
    return MINUTE_MS - (clock.now() % MINUTE_MS);
  }

  function begin(): void {
    timer = clock.after(untilMinute(), begin);
    underWay = underWay.then(pass).catch((error: unknown) => {
      log.error(
        { code: 'AUDIT_FAILED', err: error },
        'open cases could not be looked at; tried again in a minute',
      );
    });
  }

  async function pass(): Promise<void> {
    if (stopped) return;
    const [now, startedAt, shards] = [clock.now(), clock.monotonic(), needs.shards()];
    if (shards?.length === 0) return;
    const looking = { shards, now };
    const cases = await countOpen(store.db, looking);
    const unawaited = await readUnawaited(store.db, looking);
    const found = findForgotten(unawaited, await needs.roster(store.db), now).filter(isToBlame(now));
    const tookMs = clock.monotonic() - startedAt;
    const changes = await store.transaction(async (tx) => {
      await forgetAudits(tx, await needs.roster(tx), looking);
      await notePass(tx, { shards, now, forgotten: found.length });
      return repairAll(tx, found, looking);
    });
    Object.assign(state, { at: now, cases, forgotten: found.length, tookMs });
    state.repairs += changes.length;
    if (changes.length > 0) needs.repaired(changes);
  }

  /** What is overdue counts once everything has had a minute to do what waited. */
  function isToBlame(now: number): (one: Forgotten) => boolean {
    if (state.at === null || now - state.at > PAUSE_MS) livingSince = now;
    const hadTime = now - livingSince >= DOING_MS;
    return ({ why }) => hadTime || why.overdue === null;
  }

  /** What was found is looked at once more: somebody may have acted meanwhile. */
  async function repairAll(tx: Tx, found: readonly Forgotten[], looking: Looking): Promise<CaseChange[]> {
    const ids = found.slice(0, MOST_REPAIRS).map(({ it }) => it.id);
    const roster = await needs.roster(tx);
    const { now } = looking;
    const still = findForgotten(await readUnawaited(tx, looking, ids), roster, now);
    const changes: CaseChange[] = [];
    for (const one of still) {
      log.error(
        { code: 'CASE_FORGOTTEN', case: one.it.id, ...one.why },
        'nobody is at an open case; asked for somebody',
      );
      changes.push(await repairForgotten(tx, one, { roster, record: needs.record, now }));
    }
    return changes;
  }

  return {
    state: () => state,
    pass,
    async stop() {
      stopped = true;
      timer.cancel();
      await underWay;
    },
  };
}
