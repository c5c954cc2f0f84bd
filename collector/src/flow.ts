import { randomUUID } from 'node:crypto';
import { downTopic } from '@watchcase/protocol';
import { type Clock, createSerial, type Log, type Timer } from '@watchcase/runtime';
import { addIntake, type Intake, isEmpty } from './ingest/index.ts';
import {
  type AlertChange,
  type CaseAction,
  type CaseChange,
  type Message,
  type NewCase,
  siteKey,
  TELLING,
} from './model/index.ts';
import type { Tx } from './store/index.ts';
import {
  createInbox,
  decideSlowDown,
  type Done,
  type FlowDoors,
  keepTrying,
  LOOK_MS,
  nothingPending,
  type Pending,
  type Rooms,
  takePart,
  WELL,
} from './turns/index.ts';

export type { FlowDoors, Rooms } from './turns/index.ts';

/** One pass after another through the rooms; see docs/architecture.md, "The flow of a turn". */
export interface Flow {
  /** Takes a message for the next turn; false when too many wait (the agent will send it again). */
  receive(message: Message): boolean;
  /** The second entrance: time has passed. Resolves when the turn is committed. */
  tick(): Promise<void>;
  /** A person acts on a case; `also` goes into the same transaction. Rejects with a UserError when that is not possible. */
  act(caseId: number, action: CaseAction, also?: (tx: Tx) => Promise<void>): Promise<void>;
  /** A person opens a case; once for each key. */
  open(wanted: NewCase, also?: (tx: Tx) => Promise<void>): Promise<void>;
  /** Runs `work` between two turns. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** The same once all that waits of these hosts is committed: what `work` takes of them from memory is in the store. */
  settled<T>(hostIds: readonly string[], work: () => Promise<T>): Promise<T>;
  /** The same after forgetting all that waits: it must not be committed any more. */
  discarding<T>(work: () => Promise<T>): Promise<T>;
  /** Messages waiting for a turn, and when the first of them arrived. */
  queue(): { messages: number; since: number | undefined };
  /** False while commits fail. */
  healthy(): boolean;
  /** Takes no more messages, ends the turn under way, gives up one that cannot be committed. */
  stop(): Promise<void>;
}

/** When a turn happens, and whether time alone is its cause. */
type Moment = { isTick: boolean; now: number };

/** No more at once: a look at the load, and whoever is next, waits for them. */
const TURN_LIMIT = 500;
/** A turn waits this long for company. */
const GATHER_MS = 10;

/** Builds the flow over its rooms. */
export function createFlow(rooms: Rooms, doors: FlowDoors, needs: { clock: Clock; log: Log }): Flow {
  const { clock, log } = needs;
  const serial = createSerial();
  // Whatever has its turn may hang on the database, and then nothing else has one.
  const alone = <T>(work: () => Promise<T>): Promise<T> => serial.run(() => rooms.watched(work));
  const inbox = createInbox(rooms.ingest.isBacklog);
  const trying = keepTrying({ isLost: rooms.isLost, failed: doors.commitFailed, clock, log });
  let scheduled: Timer | undefined;
  let stopping = false;
  let pending = nothingPending();
  let regulation = WELL;
  let lookedAt = clock.monotonic();

  function schedule(): void {
    if (scheduled !== undefined || stopping) return;
    scheduled = clock.after(GATHER_MS, () => void alone(messageTurn).catch(fail));
  }

  async function messageTurn(): Promise<void> {
    scheduled = undefined;
    if (stopping) return;
    regulate(clock.now());
    await turn(nextMessages(), false);
  }

  function nextMessages(): Message[] {
    const messages = inbox.take(TURN_LIMIT, pending.waiting);
    if (inbox.size() > 0) schedule();
    return messages;
  }

  /** Hosts hear how many readings are wanted with their answers, and in between where that takes too long. */
  function regulate(now: number): void {
    const passedMs = clock.monotonic() - lookedAt;
    if (passedMs < LOOK_MS) return;
    lookedAt += passedMs;
    const { left, isFull, ...inboxLoad } = inbox.noteLoad(now);
    const waitedMs = Math.max(inboxLoad.waitedMs, now - doors.heardUntil(now));
    const load = { isFull, waitedMs, taken: (inboxLoad.taken * 1000) / passedMs, passedMs };
    regulation = decideSlowDown(regulation, load, () => rooms.ingest.demand(now));
    const { slowDown } = regulation;
    for (const { host, ack } of rooms.ingest.slowDown({ slowDown, waitedMs, now }))
      doors.publish(downTopic(host.identity, 'ack'), JSON.stringify(ack));
    doors.load({ slowDown, left });
  }

  function tickTurn(): Promise<void> {
    if (stopping) return Promise.resolve();
    regulate(clock.now());
    return turn(nextMessages(), true);
  }

  /** Every message is judged at once; what somebody waits for is committed at once, the rest with the next tick. */
  async function turn(messages: readonly Message[], isTick: boolean): Promise<void> {
    const now = clock.now();
    const intake = rooms.ingest.take(messages);
    if (isTick) {
      const heardUntil = Math.min(inbox.heardUntil(now), doors.heardUntil(now));
      rooms.ingest.decidePresence(intake, now, heardUntil);
    }
    const startedAt = clock.monotonic();
    const changes = judgeAll(intake, { isTick, now });
    pending.judgingMs += clock.monotonic() - startedAt;
    pending.changes.push(...changes);
    rooms.ingest.noteChanges(changes);
    addIntake(pending.intake, intake);
    rooms.ingest.include(
      pending.intake,
      changes.map(({ hostId }) => hostId),
    );
    if (isTick || pending.waiting.size > 0 || isUrgent(intake, changes)) await flush(isTick, now);
  }

  /** Commits what is pending, of a host that has too much the beginning: history first, so that a case finds its evidence there. */
  async function flush(isTick: boolean, now: number): Promise<void> {
    const { part, rest } = takePart(pending, siteOf);
    pending = rest;
    if (rest.waiting.size > 0) schedule();
    if (!isTick && part.changes.length === 0 && isEmpty(part.intake)) return finish(part, [], 0);
    const startedAt = clock.monotonic();
    const hostIds = rooms.ingest.concerned(part.intake).map((host) => host.id);
    if (hostIds.length > 0) await trying.until('history', () => rooms.write(hostIds));
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
    const attempt = (count: number) =>
      rooms.transaction(async (tx) => {
        if (count > 1 && (await rooms.isTurnMarked(tx, id))) return caseChanges;
        caseChanges = await commitTurn(tx, part, at);
        if (caseChanges.length > 0) await rooms.markTurn(tx, id);
        return caseChanges;
      });
    return trying.until('commit', attempt);
  }

  /** A host that is not known any more is a site of its own. */
  function siteOf(hostId: string): string {
    const host = rooms.ingest.host(hostId);
    return host === undefined ? hostId : siteKey(host);
  }

  /** Commits what waits of these hosts, of all without a list. After a turn that was given up, a cursor would go over what that turn knew. */
  async function flushOf(hostIds?: readonly string[]): Promise<void> {
    if (!trying.succeeds()) return;
    rooms.ingest.include(pending.intake, hostIds);
    await flushPending();
  }

  async function flushPending(): Promise<void> {
    do await flush(false, clock.now());
    while (pending.waiting.size > 0);
  }

  function judgeAll(intake: Intake, { isTick, now }: Moment): AlertChange[] {
    for (const { hostId, streams } of intake.streams) rooms.forgetStreams(hostId, streams);
    const frozen = intake.gone.flatMap((host) => rooms.freeze(host.id, now));
    const judged: AlertChange[] = [];
    for (const one of intake.observations) {
      rooms.keep(one);
      if (!one.late) judged.push(...rooms.judge(one));
    }
    return [...frozen, ...judged, ...(isTick ? rooms.passTime(now) : [])];
  }

  async function commitTurn(tx: Tx, part: Pending, { isTick, now }: Moment): Promise<CaseChange[]> {
    await rooms.ingest.commit(tx, part.intake);
    await rooms.commitAlerts(tx, part.changes);
    const opened = await rooms.openCases(tx, part.changes, now);
    part.afterCommit = await rooms.forgetFrozen(tx, part.changes);
    const clocked = isTick ? await rooms.runClocks(tx, now) : [];
    const changes = [...opened, ...clocked];
    part.pages = await rooms.planPages(tx, changes, now);
    return changes;
  }

  function finish({ intake, judgingMs, pages }: Pending, caseChanges: CaseChange[], commitMs: number): void {
    for (const { host, ack } of rooms.ingest.acks(intake, clock.now())) {
      doors.publish(downTopic(host.identity, 'ack'), JSON.stringify(ack));
    }
    if (pages > 0) doors.wakeSender();
    if (intake.heard.size > 0 || caseChanges.length > 0) doors.changed(intake.heard, caseChanges);
    doors.counted(intake, { judging: judgingMs / 1000, commit: commitMs / 1000 });
  }

  /** What is pending goes first: an act must find the rows as memory knows them. */
  async function personTurn(
    work: (tx: Tx) => Promise<Done>,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    await flushPending();
    const acting = async (tx: Tx) => {
      await also?.(tx);
      const done = await work(tx);
      await rooms.planPages(tx, done.changes, clock.now());
      return done;
    };
    const { changes, afterCommit } = await rooms.transaction(acting);
    afterCommit();
    doors.wakeSender();
    doors.changed(new Set(), changes);
  }

  function fail(error: unknown): void {
    if (!rooms.isLost(error)) log.error({ code: 'TURN_FAILED', err: error }, 'a turn ended early');
  }

  return {
    receive(message) {
      if (stopping || !inbox.offer(message)) return false;
      schedule();
      return true;
    },
    // What waits is taken first: presence is decided knowing all that was heard.
    tick: () => alone(tickTurn).catch(fail),
    act: (caseId, action, also) => alone(() => personTurn((tx) => rooms.act(tx, caseId, action), also)),
    open: (wanted, also) => alone(() => personTurn((tx) => rooms.openByHand(tx, wanted), also)),
    exclusive: (work) => alone(work),
    settled: (hostIds, work) => alone(() => flushOf(hostIds).then(work)),
    discarding: (work) =>
      alone(() => {
        pending = nothingPending();
        inbox.clear();
        return work();
      }),
    queue: () => ({ messages: inbox.size(), since: inbox.since() }),
    healthy: trying.succeeds,
    async stop() {
      stopping = true;
      scheduled?.cancel();
      trying.stop();
      await alone(() => flushOf()).catch(fail);
    },
  };
}

/** True when somebody waits: a person for a case, an agent for an answer without which it cannot go on. */
function isUrgent(intake: Intake, changes: readonly AlertChange[]): boolean {
  return intake.acks.size > 0 || changes.some((change) => TELLING.has(change.transition));
}
