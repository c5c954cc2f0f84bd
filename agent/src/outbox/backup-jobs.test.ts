import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutbox } from './open-outbox.ts';
import type { Outbox } from './outbox.ts';
import { spoolEvents } from './spool.ts';

let folder: ReturnType<typeof temporaryFolder>;
let clock: ManualClock;
let outbox: Outbox | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock();
});
afterEach(() => {
  outbox?.close();
  folder[Symbol.dispose]();
});

const path = () => join(folder.path, 'outbox.db');

function start(): Outbox {
  outbox = openOutbox({ path: path(), maxBytes: 1_000_000, clock, log: createLog('test', 'silent') });
  return outbox;
}

const event = (kind: string, data: object) => ({
  time: clock.now(),
  event: JSON.stringify({ kind, data, time: clock.now() }),
});
const end = { job: 'erp', run: 'a', ok: true, exitCode: 0, durationSeconds: 9, sizeBytes: null, output: '' };

describe('runs of a job', () => {
  it('are kept apart when they overlap, whatever the clock says', () => {
    const hangs = clock.now();
    spoolEvents(path(), [event('backup-start', { job: 'erp', run: 'a', process: '7 100 pid:[1]' })]);
    clock.set(hangs + 60_000);
    spoolEvents(path(), [event('backup-start', { job: 'erp', run: 'b' })]);
    clock.set(hangs - 60_000);
    spoolEvents(path(), [event('backup-end', { ...end, run: 'b' })]);
    const outbox = start();
    expect(outbox.backupJobs()[0]?.openRuns).toEqual([{ startedAt: hangs, process: '7 100 pid:[1]' }]);
    spoolEvents(path(), [event('backup-end', { ...end, run: 'a' })]);
    outbox.takeSpool();
    expect(outbox.backupJobs()[0]?.openRuns).toEqual([]);
  });

  it('are at most twenty that have not ended', () => {
    const runs = Array.from({ length: 25 }, (_, run) =>
      event('backup-start', { job: 'erp', run: String(run), process: String(run) }),
    );
    spoolEvents(path(), runs);
    expect(
      start()
        .backupJobs()[0]
        ?.openRuns.map(({ process }) => process),
    ).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 5)));
  });

  it('keep the last success of a job whose last run failed', () => {
    spoolEvents(path(), [event('backup-end', end)]);
    const success = clock.now();
    clock.set(success + 1000);
    spoolEvents(path(), [event('backup-end', { ...end, ok: false, exitCode: 1 })]);
    expect(start().backupJobs()[0]).toMatchObject({
      ok: false,
      succeededAt: success,
      endedAt: success + 1000,
    });
  });
});
