import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach } from 'vitest';
import { openOutbox } from '../src/outbox/open-outbox.ts';
import type { Outbox } from '../src/outbox/outbox.ts';

/** Outboxes of the tests of one file: each test has a file and a clock of its own. */
interface TemporaryOutbox {
  clock(): ManualClock;
  path(): string;
  start(maxBytes: number): Outbox;
  close(outbox: Outbox): void;
}

/** Makes room for them before each test, and closes what is open after it. */
export function temporaryOutbox(): TemporaryOutbox {
  let folder: ReturnType<typeof temporaryFolder>;
  let clock: ManualClock;
  const open = new Set<Outbox>();
  const path = () => join(folder.path, 'outbox.db');
  const close = (outbox: Outbox) => {
    open.delete(outbox);
    outbox.close();
  };
  beforeEach(() => {
    folder = temporaryFolder();
    clock = new ManualClock();
  });
  afterEach(() => {
    for (const outbox of open) close(outbox);
    folder[Symbol.dispose]();
  });
  return {
    clock: () => clock,
    path,
    close,
    start(maxBytes) {
      const outbox = openOutbox({ path: path(), maxBytes, clock, log: createLog('test', 'silent') });
      open.add(outbox);
      return outbox;
    },
  };
}

/** What would go out of an epoch: `2<1` is number 2, behind 1; with its kind in front where `kinds` has a letter for it. */
export function chainOf(outbox: Outbox, epoch: number, kinds: Readonly<Record<string, string>> = {}): string {
  return outbox
    .read(epoch, 0, 1000)
    .map(({ kind, seq, after }) => `${kinds[kind] ?? ''}${seq}<${after}`)
    .join(' ');
}
