import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutbox } from './open-outbox.ts';
import { lookAtRuns } from '../selfcheck/look-at-runs.ts';
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
    expect(outbox.backupJobs()[0]?.openRuns).toEqual([
      { run: 'a', startedAt: hangs, process: '7 100 pid:[1]' },
    ]);
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

  it('are taken from whoever starts them, with what is remembered of that', () => {
    const outbox = start();
    const time = clock.now();
    const events = [
      event('backup-start', { job: 'erp', run: 'a' }),
      event('backup-end', { ...end, ok: false }),
    ];
    expect(outbox.report(events, { 'backup-runs': 'told' })).toBe(true);
    expect(outbox.backupJobs()[0]).toMatchObject({ ok: false, startedAt: time, endedAt: time, openRuns: [] });
    expect([outbox.fact('backup-runs'), outbox.read(outbox.liveEpoch(), 0, 10).length]).toEqual(['told', 2]);
  });

  it.each([
    { why: 'nothing came after it', endedAt: -1000, is: { ok: false, endedAt: 60_000 } },
    { why: 'another has ended since', endedAt: 1000, is: { ok: true, endedAt: 1000 } },
  ])('are told as interrupted when they broke off, $why', ({ endedAt, is }) => {
    const begun = clock.now();
    spoolEvents(path(), [event('backup-start', { job: 'erp', run: 'lost', process: '7 100 pid:[1]' })]);
    clock.set(begun + endedAt);
    spoolEvents(path(), [event('backup-end', { ...end, run: 'other' })]);
    clock.set(begun + 60_000);
    const outbox = start();
    const { jobs } = lookAtRuns(outbox, () => false);
    expect(jobs[0]).toMatchObject({ ...is, endedAt: begun + is.endedAt, openRuns: [] });
    const told = outbox.read(outbox.liveEpoch(), 0, 10).map(({ body }) => JSON.parse(body) as object);
    expect(told.at(-1)).toMatchObject({
      kind: 'backup-end',
      time: begun + 60_000,
      data: { job: 'erp', run: 'lost', ok: false, outcome: 'interrupted', exitCode: null },
    });
    expect(lookAtRuns(outbox, () => false).jobs).toEqual(jobs);
    expect(outbox.read(outbox.liveEpoch(), 0, 10)).toHaveLength(told.length);
  });
});
