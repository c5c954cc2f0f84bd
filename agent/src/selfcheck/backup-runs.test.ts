import { expect, it } from 'vitest';
import type { BackupJob } from '../outbox/index.ts';
import { backupRunSamples } from './backup-runs.ts';
import { lookAtRuns } from './look-at-runs.ts';

const job: BackupJob = {
  job: 'erp',
  startedAt: 5000,
  endedAt: 4000,
  succeededAt: 4000,
  ok: true,
  durationSeconds: 3,
  sizeBytes: null,
  openRuns: [],
};

function told(it: Partial<BackupJob>) {
  const [sample] = backupRunSamples([{ ...job, ...it }], {
    now: 65_000,
    isAlive: (mark) => mark === 'lives',
  });
  const values = new Map(sample?.fields.map(([name, , value]) => [name, value]));
  return { ok: values.get('ok'), running: values.get('running') };
}

it.each([
  { why: 'nothing runs', openRuns: [], ok: 1, running: 0 },
  { why: 'one runs', openRuns: [{ run: 'r', startedAt: 5000, process: 'lives' }], ok: 1, running: 60 },
  {
    why: 'one hangs under a newer one',
    openRuns: [
      { run: 'r', startedAt: 1000, process: 'lives' },
      { run: 'r', startedAt: 5000, process: 'lives' },
    ],
    ok: 1,
    running: 64,
  },
  {
    why: 'one was killed with all of its family',
    openRuns: [{ run: 'r', startedAt: 5000, process: 'gone' }],
    ok: 0,
    running: 0,
  },
  {
    why: 'one was killed, and a later one ended well',
    openRuns: [{ run: 'r', startedAt: 3000, process: 'gone' }],
    ok: 1,
    running: 0,
  },
  {
    why: 'one was told by an older command',
    openRuns: [{ run: 'r', startedAt: 5000, process: null }],
    ok: 1,
    running: 60,
  },
  {
    why: 'the clock was set back since',
    openRuns: [{ run: 'r', startedAt: 70_000, process: 'lives' }],
    ok: 1,
    running: 0,
  },
])('tells what runs: $why', ({ openRuns, ok, running }) => {
  expect(told({ openRuns })).toEqual({ ok, running });
});

it('knows nothing of a job that never ended', () => {
  expect(
    told({ ok: null, endedAt: null, openRuns: [{ run: 'r', startedAt: 5000, process: 'lives' }] }),
  ).toEqual({
    ok: null,
    running: 60,
  });
});

it('takes in the end of a run whose process is gone before it calls it cut off', () => {
  const open = { ...job, openRuns: [{ run: 'r', startedAt: 5000, process: 'gone' }] };
  const told = { spool: [{ ...job, endedAt: 6000 }] as BackupJob[], jobs: [open] as BackupJob[] };
  const source = {
    backupJobs: () => told.jobs,
    takeSpool: () => (told.jobs = told.spool),
    endRuns: () => expect.unreachable(),
  };
  const look = lookAtRuns(source, () => false);
  const [sample] = backupRunSamples(look.jobs, { now: 65_000, isAlive: look.isAlive });
  expect(sample?.fields[0]).toEqual(['ok', 'none', 1]);
});

it('judges all runs by one look: one that ends just afterwards has not been cut off', () => {
  const source = {
    backupJobs: () => [{ ...job, openRuns: [{ run: 'r', startedAt: 5000, process: 'ends' }] }],
    takeSpool: () => expect.unreachable(),
    endRuns: () => expect.unreachable(),
  };
  const alive = [true, false];
  const { jobs, isAlive } = lookAtRuns(source, () => alive.shift() ?? false);
  expect(backupRunSamples(jobs, { now: 65_000, isAlive })[0]?.fields[0]).toEqual(['ok', 'none', 1]);
});
