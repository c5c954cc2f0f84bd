import { type BackupJob, interruptedEnds, noteSpooled, readBackupJobs } from './backup-jobs.ts';
import { type Counters, raiseTo, readCounter, readFact, writeChanged, writeFact } from './counters.ts';
import { readLayout } from './layouts.ts';
import { bytesOf, type OutboxMessage, sizeOf } from './message.ts';
import type { Batch, Outbox, OutboxNeeds, OutboxStats } from './outbox.ts';
import { type OpenFile, openOutboxFile, type OutboxFile } from './outbox-file.ts';
import type { Remains } from './set-aside.ts';
import { emptySpool, type SpooledEvent } from './spool.ts';
import { createTail } from './tail.ts';
import { createWaitingEvents } from './waiting-events.ts';
import { inTransaction } from '@watchcase/runtime/light';

/** So long after the outbox was opened the number of a session that was written then is as good as a new one. */
const FIRST_SESSION_MS = 5000;

/** The outbox over a SQLite file; see Outbox. */
export class SqliteOutbox implements Outbox {
  readonly #needs: OutboxNeeds;
  readonly #file: OutboxFile;
  readonly #acked = new Map<number, number>();
  /** Acknowledged epochs whose rows are still there: they go with the next append, which costs no further fsync. */
  readonly #toForget = new Set<number>();
  #counters: Counters = { session: 0, epoch: 0, dropped_readings: 0, dropped_events: 0, set_aside: 0 };
  /** What the file says of them. */
  #written: Partial<Counters> = {};
  #total = { messages: 0, bytes: 0 };
  readonly #tail = createTail();
  /** What this transaction puts into the live epoch. */
  #fresh: OutboxMessage[] = [];
  /** Nobody else writes them; undefined when they must be read. */
  #jobs: BackupJob[] | undefined;
  readonly #waiting = createWaitingEvents();
  /** False when no epoch but the live one holds messages: asked several times in each interval, true seldom. */
  #mayHaveBacklog = true;
  /** Until when the first session need not be written; 0 once it is taken. */
  #firstSessionUntil: number;

  constructor(needs: OutboxNeeds) {
    this.#needs = needs;
    const { path, clock, log } = needs;
    this.#file = openOutboxFile({ path, clock, log, onReplaced: (remains) => this.#replaced(remains) });
    this.#file.use(({ database, queue }) => {
      raiseTo(this.#counters, (name) => readCounter(database, name));
      this.#total = { ...queue.total() };
    });
    // What the first connection needs is written with the first epoch: one wait for the disk less at each start.
    this.#countSession();
    this.#firstSessionUntil = clock.monotonic() + FIRST_SESSION_MS;
    this.beginEpoch();
    this.takeSpool();
  }

  append(batch: Batch): boolean {
    const kept = this.#write((file) => this.#insert(file, this.#waiting.before(batch)));
    if (kept) this.#waiting.clear();
    else this.#notKept(batch);
    return kept;
  }

  read(epoch: number, seq: number, limit: number): OutboxMessage[] {
    const behind = Math.max(seq, this.acknowledged(epoch));
    const known = this.#tail.behind(epoch, behind)?.slice(0, limit);
    return known ?? this.#file.use(({ queue }) => queue.read(epoch, behind, limit)) ?? [];
  }

  acknowledge(epoch: number, seq: number): boolean {
    const before = this.acknowledged(epoch);
    if (seq <= before) return false;
    const known = this.#tail.behind(epoch, before)?.filter((message) => message.seq <= seq);
    const gone =
      known === undefined ? this.#file.use(({ queue }) => queue.measure(epoch, before, seq)) : sizeOf(known);
    if (gone === undefined || gone.messages === 0) return false;
    this.#tail.forget(epoch, seq);
    this.#acked.set(epoch, seq);
    this.#toForget.add(epoch);
    this.#total = { messages: this.#total.messages - gone.messages, bytes: this.#total.bytes - gone.bytes };
    return true;
  }

  acknowledged(epoch: number): number {
    return this.#acked.get(epoch) ?? 0;
  }

  bridge(epoch: number, seq: number): boolean {
    const first = this.read(epoch, 0, 1)[0];
    if (first === undefined || first.after <= seq) return false;
    this.#tail.clear();
    return this.#write(({ queue }) => queue.follow(epoch, first.seq, seq));
  }

  liveEpoch(): number {
    return this.#counters.epoch;
  }

  beginEpoch(): number {
    this.#counters.epoch = this.#nextEpoch();
    this.#mayHaveBacklog = true;
    this.#write(({ queue }) => {
      queue.begin(this.#counters.epoch);
      queue.forgetEmpty(this.#counters.epoch);
    });
    return this.#counters.epoch;
  }

  asideEpoch(): number {
    return this.#counters.epoch - 1;
  }

  /** The number before each is free for what is put aside. */
  #nextEpoch(): number {
    return Math.max(this.#counters.epoch + 2, this.#needs.clock.now());
  }

  backlog(): number[] {
    if (!this.#mayHaveBacklog) return [];
    const epochs = this.#file.use(({ queue }) => queue.epochs());
    const older = (epochs ?? []).filter(
      (epoch) => epoch !== this.#counters.epoch && this.read(epoch, 0, 1).length > 0,
    );
    // A read that the disk refuses gives nothing, and says nothing.
    this.#mayHaveBacklog = epochs === undefined || epochs.some((epoch) => epoch !== this.#counters.epoch);
    return older;
  }

  oldestLiveTime(): number | undefined {
    return this.read(this.#counters.epoch, 0, 1)[0]?.time;
  }

  nextSession(): number {
    const isWritten = this.#needs.clock.monotonic() < this.#firstSessionUntil;
    this.#firstSessionUntil = 0;
    if (isWritten) return this.#counters.session;
    this.#countSession();
    this.#write(() => undefined);
    return this.#counters.session;
  }

  #countSession(): void {
    const seconds = Math.floor(this.#needs.clock.now() / 1000);
    this.#counters.session = Math.max(this.#counters.session + 1, seconds);
  }

  layout(id: string): string | undefined {
    return this.#file.use(({ database }) => readLayout(database, id));
  }

  dropReadingsOf(layout: string): number {
    let dropped = 0;
    this.#tail.clear();
    this.#write(({ queue }) => {
      const gone = queue.dropLayout(layout);
      dropped = gone.messages;
      this.#countDrops('dropped_readings', gone);
    });
    return dropped;
  }

  fact(name: string): string | undefined {
    return this.#file.use(({ database }) => readFact(database, name));
  }

  changedElsewhere(): boolean {
    return this.#file.use(({ isChanged }) => isChanged()) ?? false;
  }

  takeSpool(): number {
    let taken = 0;
    this.#write((file) => {
      const spooled = emptySpool(file.database);
      if (spooled.length === 0) return;
      this.#jobs = undefined;
      // Another process counts what it had to drop in the same row.
      this.#counters.dropped_events = Math.max(
        this.#counters.dropped_events,
        readCounter(file.database, 'dropped_events'),
      );
      const messages = noteSpooled(file.database, spooled);
      this.#counters.dropped_events += spooled.length - messages.length;
      this.#insert(file, { messages });
      taken = messages.length;
    });
    return taken;
  }

  backupJobs() {
    this.#jobs ??= this.#file.use(({ database }) => readBackupJobs(database));
    return this.#jobs ?? [];
  }

  report(events: readonly SpooledEvent[], facts: Batch['facts'] = {}): boolean {
    this.#jobs = undefined;
    return this.#write((file) => this.#insert(file, { messages: noteSpooled(file.database, events), facts }));
  }

  endRuns(runs: readonly { job: string; run: string }[]): boolean {
    return this.report(interruptedEnds(runs, this.#needs.clock.now()));
  }

  stats(): OutboxStats {
    return {
      ...this.#total,
      droppedReadings: this.#counters.dropped_readings,
      droppedEvents: this.#counters.dropped_events,
      setAside: this.#counters.set_aside,
      writable: this.#file.writable(),
    };
  }

  close(): void {
    this.#write(() => undefined);
    this.#file.close();
  }

  /** One transaction around `work`; memory is as before when it fails. False when the disk refused. */
  #write(work: (file: OpenFile) => void): boolean {
    const before = { counters: { ...this.#counters }, total: { ...this.#total } };
    this.#fresh = [];
    const done = this.#file.use((file) => {
      try {
        inTransaction(file.database, () => {
          this.#forgetAcknowledged(file);
          work(file);
          writeChanged(file.database, this.#counters, this.#written);
        });
      } catch (error) {
        file.undo();
        this.#total = before.total;
        this.#counters = { ...before.counters };
        throw error;
      }
      file.queue.settle();
      return true;
    });
    if (done === undefined) return false;
    this.#tail.add(this.#fresh);
    this.#written = { ...this.#counters };
    for (const epoch of this.#toForget) if (epoch < this.asideEpoch()) this.#acked.delete(epoch);
    this.#toForget.clear();
    return true;
  }

  #insert(file: OpenFile, { messages, layouts = [], facts = {}, aside = false }: Batch): void {
    const bytes = messages.reduce((sum, message) => sum + bytesOf(message), 0);
    this.#makeRoom(file.queue, bytes);
    const epoch = aside ? this.asideEpoch() : this.#counters.epoch;
    if (aside) this.#mayHaveBacklog = true;
    const added = messages.map((message) => file.queue.add(epoch, message));
    if (!aside) this.#fresh.push(...added);
    for (const layout of layouts) file.layouts.keep(layout);
    for (const [name, value] of Object.entries(facts)) writeFact(file.database, name, value);
    this.#total = { messages: this.#total.messages + added.length, bytes: this.#total.bytes + bytes };
  }

  #makeRoom(queue: OpenFile['queue'], incomingBytes: number): void {
    for (const kind of ['reading', 'event'] as const) {
      const over = this.#total.bytes + incomingBytes - this.#needs.maxBytes;
      if (over <= 0) return;
      this.#tail.clear();
      this.#countDrops(
        kind === 'reading' ? 'dropped_readings' : 'dropped_events',
        queue.dropOldest(kind, over),
      );
    }
  }

  #countDrops(counter: keyof Counters, gone: { messages: number; bytes: number }): void {
    this.#counters[counter] += gone.messages;
    this.#total = { messages: this.#total.messages - gone.messages, bytes: this.#total.bytes - gone.bytes };
  }

  #forgetAcknowledged({ queue, layouts }: OpenFile): void {
    if (this.#toForget.size === 0) return;
    const live = this.#counters.epoch;
    for (const epoch of this.#toForget) queue.forget(epoch, this.acknowledged(epoch));
    if ([...this.#toForget].some((epoch) => epoch !== live)) queue.forgetEmpty(live);
    layouts.tidy();
  }

  #notKept(batch: Batch): void {
    const lost = this.#waiting.keep(batch);
    this.#counters.dropped_events += lost.events;
    this.#counters.dropped_readings += lost.readings;
  }

  /** What the file held is lost; what it counted, and its sequence numbers, must not come again. */
  #replaced(remains: Remains): void {
    raiseTo(this.#counters, (name) => remains.counters[name]);
    this.#written = {};
    this.#counters.set_aside++;
    this.#counters.dropped_readings += remains.readings;
    this.#counters.dropped_events += remains.events;
    this.#counters.epoch = this.#nextEpoch();
    this.#total = { messages: 0, bytes: 0 };
    this.#acked.clear();
    this.#toForget.clear();
    this.#tail.clear();
    this.#jobs = undefined;
    this.#mayHaveBacklog = true;
  }
}
