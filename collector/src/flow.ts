import { randomUUID } from 'node:crypto';
import { downTopic } from '@watchcase/protocol';
import { backoffMs, type Clock, createSerial, type Log, type Timer } from '@watchcase/runtime';
import { addIntake, emptyIntake, type Ingest, type Intake, isEmpty } from './ingest/index.ts';
import type { AlertChange, CaseAction, CaseChange, Message, Observation } from './model/index.ts';
import type { Tx } from './store/index.ts';

/** The rooms as the flow uses them, in the order a reading passes them. */
export interface Rooms {
  ingest: Ingest;
  /** history: takes what was judged, in memory. */
  keep(observation: Observation): void;
  /** history: puts what it has of these hosts on disk. */
  write(hostIds: readonly string[]): Promise<void>;
  /** history: what was written is committed in the store too. */
  confirmWritten(): void;
  /** rules and alerts: what one live observation changes. */
  judge(observation: Observation): AlertChange[];
  /** rules: streams a host no longer has. */
  forgetStreams(hostId: string, streams: readonly string[]): void;
  /** alerts: those of a host that is gone stand still. */
  freeze(hostId: string, at: number): AlertChange[];
  /** alerts: those whose series or rule is gone stand still. */
  freezeSilent(at: number): AlertChange[];
  commitAlerts(tx: Tx, changes: AlertChange[]): Promise<void>;
  /** cases: what alert changes open, join, recover. */
  openCases(tx: Tx, changes: AlertChange[], now: number): Promise<CaseChange[]>;
  /** cases: ends alerts that stand still from now on though a person has ended their case; gives what must follow in memory after the commit. */
  forgetFrozen(tx: Tx, changes: AlertChange[]): Promise<() => void>;
  /** cases: warnings and breaches due at `now`. */
  runClocks(tx: Tx, now: number): Promise<CaseChange[]>;
  /** cases: what a person did. Calls `afterCommit` later for what must follow in memory. */
  act(tx: Tx, caseId: number, action: CaseAction): Promise<{ change: CaseChange; afterCommit: () => void }>;
  /** notify: the pages that follow; gives how many were queued. */
  planPages(tx: Tx, changes: CaseChange[], now: number): Promise<number>;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** store: true of an error that says that another collector has taken over: trying again is no use. */
  isLost(error: unknown): boolean;
  /** store: marks the transaction as this turn's, so that a commit whose answer was lost is recognised. */
  markTurn(tx: Tx, turn: string): Promise<void>;
  isTurnMarked(tx: Tx, turn: string): Promise<boolean>;
}

/** What the flow tells others once a turn is committed. */
export interface FlowDoors {
  publish(topic: string, payload: string): void;
  /** Pages were queued. */
  wakeSender(): void;
  /** Hosts and cases that have changed. */
  changed(hosts: ReadonlySet<string>, cases: readonly CaseChange[]): void;
  counted(intake: Intake, seconds: { judging: number; commit: number }): void;
  commitFailed(): void;
}

/** One pass after another through the rooms; see docs/architecture.md, "The flow of a turn". */
export interface Flow {
  /** Takes a message for the next turn; false when too many wait (the agent will send it again). */
  receive(message: Message): boolean;
  /** The second entrance: time has passed. Resolves when the turn is committed. */
  tick(): Promise<void>;
  /** A person acts on a case; `also` goes into the same transaction. Rejects with a UserError when that is not possible. */
  act(caseId: number, action: CaseAction, also?: (tx: Tx) => Promise<void>): Promise<void>;
  /** Runs `work` between two turns. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** The same once all that waits is committed: what `work` takes from memory is in the store. */
  settled<T>(work: () => Promise<T>): Promise<T>;
  /** The same after forgetting all that waits: it must not be committed any more. */
  discarding<T>(work: () => Promise<T>): Promise<T>;
  /** Messages waiting for a turn, and when the first of them arrived. */
  queue(): { messages: number; since: number | undefined };
  /** False while commits fail. */
  healthy(): boolean;
  /** Takes no more messages, ends the turn under way, gives up one that cannot be committed. */
  stop(): Promise<void>;
}

/** What has been judged and waits to be committed. */
interface Pending {
  intake: Intake;
  changes: AlertChange[];
  judgingMs: number;
  afterCommit(): void;
}

/** When a turn happens, and whether time alone is its cause. */
type Moment = { isTick: boolean; now: number };

/** Messages that may wait; more are left to the agents' disks. */
const INBOX_LIMIT = 20_000;
const TURN_LIMIT = 2000;
/** A turn waits this long for company. */
const GATHER_MS = 10;
/** Changes of an alert that nobody is told of: they wait with the readings they come from. */
const QUIET = new Set<AlertChange['transition']>(['pending', 'cleared', 'held', 'thawed', 'frozen']);
const RETRY = { firstMs: 100, maxMs: 5000 };

/** Builds the flow over its rooms. */
export function createFlow(rooms: Rooms, doors: FlowDoors, needs: { clock: Clock; log: Log }): Flow {
  const { clock, log } = needs;
  const serial = createSerial();
  let inbox: Message[] = [];
  let scheduled: Timer | undefined;
  let stopping = false;
  let wake: (() => void) | undefined;
  let healthy = true;
  let pending = nothingPending();

  function schedule(): void {
    if (scheduled !== undefined || stopping) return;
    scheduled = clock.after(GATHER_MS, () => void serial.run(messageTurn).catch(fail));
  }

  async function messageTurn(): Promise<void> {
    scheduled = undefined;
    if (!stopping) await turn(nextMessages(), false);
  }

  function nextMessages(): Message[] {
    const messages = inbox.slice(0, TURN_LIMIT);
    inbox = inbox.slice(TURN_LIMIT);
    if (inbox.length > 0) schedule();
    return messages;
  }

  /** Every message is judged at once; what somebody waits for is committed at once, the rest with the next tick. */
  async function turn(messages: readonly Message[], isTick: boolean): Promise<void> {
    const now = clock.now();
    const intake = rooms.ingest.take(messages);
    if (isTick) rooms.ingest.decidePresence(intake, now);
    const startedAt = clock.monotonic();
    const changes = judgeAll(intake, { isTick, now });
    pending.judgingMs += clock.monotonic() - startedAt;
    pending.changes.push(...changes);
    addIntake(pending.intake, intake);
    rooms.ingest.include(
      pending.intake,
      changes.map(({ hostId }) => hostId),
    );
    if (isTick || isUrgent(intake, changes)) await flush(isTick, now);
  }

  /** Commits what is pending: history first, so that a case finds its evidence there. */
  async function flush(isTick: boolean, now: number): Promise<void> {
    const part = pending;
    pending = nothingPending();
    if (!isTick && isEmpty(part.intake)) return finish(part, [], 0);
    const startedAt = clock.monotonic();
    const hostIds = rooms.ingest.concerned(part.intake).map((host) => host.id);
    if (hostIds.length > 0) await untilDone('history', () => rooms.write(hostIds));
    const caseChanges = await commitOnce(part, { isTick, now });
    rooms.confirmWritten();
    part.afterCommit();
    finish(part, caseChanges, clock.monotonic() - startedAt);
  }

  /**
   * A connection can break between a commit and its answer. Trying again is harmless but for cases: their events would be appended twice. So a
   * turn that changed cases leaves its mark, and a further try looks for it first.
   */
  function commitOnce(part: Pending, at: Moment): Promise<CaseChange[]> {
    const id = randomUUID();
    let caseChanges: CaseChange[] = [];
    return untilDone('commit', (attempt) =>
      rooms.transaction(async (tx) => {
        if (attempt > 1 && (await rooms.isTurnMarked(tx, id))) return caseChanges;
        caseChanges = await commitTurn(tx, part, at);
        if (caseChanges.length > 0) await rooms.markTurn(tx, id);
        return caseChanges;
      }),
    );
  }

  /** After a turn that was given up, a cursor would go over what that turn knew. */
  async function flushAll(): Promise<void> {
    if (!healthy) return;
    rooms.ingest.include(pending.intake);
    await flush(false, clock.now());
  }

  function judgeAll(intake: Intake, { isTick, now }: Moment): AlertChange[] {
    for (const { hostId, streams } of intake.streams) rooms.forgetStreams(hostId, streams);
    const frozen = intake.gone.flatMap((host) => rooms.freeze(host.id, now));
    const judged: AlertChange[] = [];
    for (const one of intake.observations) {
      rooms.keep(one);
      if (!one.late) judged.push(...rooms.judge(one));
    }
    return [...frozen, ...judged, ...(isTick ? rooms.freezeSilent(now) : [])];
  }

  async function commitTurn(tx: Tx, part: Pending, { isTick, now }: Moment): Promise<CaseChange[]> {
    await rooms.ingest.commit(tx, part.intake);
    await rooms.commitAlerts(tx, part.changes);
    const opened = await rooms.openCases(tx, part.changes, now);
    part.afterCommit = await rooms.forgetFrozen(tx, part.changes);
    const clocked = isTick ? await rooms.runClocks(tx, now) : [];
    const changes = [...opened, ...clocked];
    await rooms.planPages(tx, changes, now);
    return changes;
  }

  function finish({ intake, judgingMs }: Pending, caseChanges: CaseChange[], commitMs: number): void {
    for (const { host, ack } of rooms.ingest.acks(intake, clock.now())) {
      doors.publish(downTopic(host.identity, 'ack'), JSON.stringify(ack));
    }
    if (caseChanges.length > 0) doors.wakeSender();
    if (intake.heard.size > 0 || caseChanges.length > 0) doors.changed(intake.heard, caseChanges);
    doors.counted(intake, { judging: judgingMs / 1000, commit: commitMs / 1000 });
  }

  /** Memory is ahead of the disk until this succeeds; so nothing else may happen before it does. */
  async function untilDone<T>(what: string, work: (attempt: number) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await work(attempt);
        healthy = true;
        return result;
      } catch (error) {
        if (rooms.isLost(error)) throw error;
        healthy = false;
        doors.commitFailed();
        if (stopping) throw error;
        log.error(
          { code: 'TURN_NOT_COMMITTED', what, attempt, err: error },
          'will be tried again; check disk and database',
        );
        await pause(backoffMs(attempt, RETRY, 0.5));
      }
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.after(ms, resolve);
      wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  /** What is pending goes first: an act must find the rows as memory knows them. */
  async function actTurn(
    caseId: number,
    action: CaseAction,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    await flush(false, clock.now());
    const { change, afterCommit } = await rooms.transaction(async (tx) => {
      await also?.(tx);
      const acted = await rooms.act(tx, caseId, action);
      await rooms.planPages(tx, [acted.change], clock.now());
      return acted;
    });
    afterCommit();
    doors.wakeSender();
    doors.changed(new Set(), [change]);
  }

  function fail(error: unknown): void {
    if (!rooms.isLost(error)) log.error({ code: 'TURN_FAILED', err: error }, 'a turn ended early');
  }

  return {
    receive(message) {
      if (stopping || inbox.length >= INBOX_LIMIT) return false;
      inbox.push(message);
      schedule();
      return true;
    },
    // What waits is taken first: presence is decided knowing all that was heard.
    tick: () => serial.run(() => (stopping ? Promise.resolve() : turn(nextMessages(), true))).catch(fail),
    act: (caseId, action, also) => serial.run(() => actTurn(caseId, action, also)),
    exclusive: (work) => serial.run(work),
    settled: (work) => serial.run(() => flushAll().then(work)),
    discarding: (work) =>
      serial.run(() => {
        pending = nothingPending();
        inbox = [];
        return work();
      }),
    queue: () => ({ messages: inbox.length, since: inbox[0]?.arrivedAt }),
    healthy: () => healthy,
    async stop() {
      stopping = true;
      scheduled?.cancel();
      wake?.();
      await serial.run(flushAll).catch(fail);
    },
  };
}

function nothingPending(): Pending {
  return { intake: emptyIntake(), changes: [], judgingMs: 0, afterCommit: () => undefined };
}

/** True when somebody waits: a person for a case, an agent for an answer without which it cannot go on. */
function isUrgent(intake: Intake, changes: readonly AlertChange[]): boolean {
  return intake.acks.size > 0 || changes.some((change) => !QUIET.has(change.transition));
}
