import type { DatabaseSync } from 'node:sqlite';
import type { Clock, PlainLog } from '@watchcase/runtime/light';
import { checkDatabase, faultOf, openDatabase } from './database.ts';
import { createKeptLayouts, type KeptLayouts } from './layouts.ts';
import { createQueue, type Queue } from './queue.ts';
import { readRemains, type Remains, setAside } from './set-aside.ts';

/** An open outbox file. */
export interface OpenFile {
  database: DatabaseSync;
  queue: Queue;
  layouts: KeptLayouts;
  /** A transaction was undone. */
  undo(): void;
  /** True when another process has written to it since the last call, and at the first. */
  isChanged(): boolean;
}

/** The file under the outbox: opened again after the disk refused it, replaced when it is damaged. */
export interface OutboxFile {
  /** Runs `work` on the file; undefined when the disk refused. Errors that say nothing about the disk are thrown. */
  use<T>(work: (file: OpenFile) => T): T | undefined;
  /** False after the disk refused, until it takes something again. */
  writable(): boolean;
  close(): void;
}

/** What the file needs of its owner. */
export interface OutboxFileNeeds {
  path: string;
  clock: Clock;
  log: PlainLog;
  /** The file was damaged and is replaced by an empty one; `remains` is what could still be read of it. */
  onReplaced(remains: Remains): void;
}

const REOPEN_MS = 5000;

/** Opens the file, or leaves it for later when the disk refuses. */
export function openOutboxFile(needs: OutboxFileNeeds): OutboxFile {
  const { path, clock, log } = needs;
  let open: OpenFile | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let writable = true;

  function tryOpen(): void {
    if (clock.monotonic() - triedAt < REOPEN_MS) return;
    triedAt = clock.monotonic();
    try {
      open = openFile(path);
    } catch (error) {
      if (faultOf(error) !== 'damaged') return refused(error);
      replace(error);
    }
  }

  function replace(error: unknown): void {
    open?.database.close();
    open = undefined;
    const remains = readRemains(path);
    const kept = setAside(path, clock.now());
    log.error(
      { code: 'OUTBOX_DAMAGED', file: kept, readings: remains.readings, events: remains.events, err: error },
      'the outbox file is damaged; it was set aside and what waited in it is counted as dropped',
    );
    needs.onReplaced(remains);
    triedAt = Number.NEGATIVE_INFINITY;
    try {
      open = openFile(path);
    } catch (again) {
      refused(again);
    }
  }

  function refused(error: unknown): void {
    const { message } = error as Error;
    if (faultOf(error) === 'bug') throw error;
    if (writable)
      log.error(
        { code: 'OUTBOX_REFUSED', reason: message },
        'the disk takes no readings; they are dropped and counted until it does',
      );
    writable = false;
  }

  function attempt<T>(work: (file: OpenFile) => T): T | undefined {
    if (open === undefined) return undefined;
    try {
      const result = work(open);
      if (!writable) log.info({ code: 'OUTBOX_TAKES_AGAIN' }, 'the disk takes readings again');
      writable = true;
      return result;
    } catch (error) {
      if (faultOf(error) === 'damaged') replace(error);
      else refused(error);
      return undefined;
    }
  }

  tryOpen();
  return {
    use(work) {
      if (open === undefined) tryOpen();
      return attempt(work);
    },
    writable: () => writable,
    close() {
      open?.database.close();
      open = undefined;
    },
  };
}

function openFile(path: string): OpenFile {
  const database = openDatabase(path);
  try {
    checkDatabase(database);
    const queue = createQueue(database);
    const layouts = createKeptLayouts(database);
    const undo = () => {
      queue.undo();
      layouts.doubt();
    };
    return { database, queue, layouts, undo, isChanged: watchVersion(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The engine has a number that changes when another process writes. */
function watchVersion(database: DatabaseSync): () => boolean {
  const ask = database.prepare('PRAGMA data_version');
  let seen = -1;
  return () => {
    const before = seen;
    seen = Number(ask.get()?.['data_version']);
    return seen !== before;
  };
}
