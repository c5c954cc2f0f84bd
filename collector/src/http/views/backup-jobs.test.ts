import type { LatestSeries } from '@watchcase/api';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../../../test/harness/stores.ts';
import type { HttpRooms } from '../rooms.ts';
import { readBackupJobs } from './backup-jobs.ts';

const HOST = 'acme.db1';
const at = (hour: number) => Date.UTC(2026, 2, 2, hour);
const text = (hour: number) => new Date(at(hour)).toISOString();
const job = (name: string, it: object) => ({
  host_id: HOST,
  job: name,
  last_start: null,
  last_end: null,
  last_success: null,
  ok: null,
  exit_code: null,
  duration_seconds: null,
  size_bytes: null,
  output: '',
  ...it,
});
const run = (of: string, name: string, it: object) => ({
  host_id: HOST,
  job: of,
  run: name,
  ended_at: null,
  watched: 1,
  epoch: 6,
  seq: 9,
  ...it,
});
const running = (of: string, value: number): LatestSeries => ({
  key: of,
  measurement: 'backup_run',
  field: 'running',
  tags: { job: of },
  unit: 'seconds',
  value,
});

describeEachStore('backup jobs of a host', (newDatabase) => {
  it('tells what runs by number, what was cut off, and by times what is known by times only', async () => {
    const store = await (await newDatabase()).open();
    await store.transaction(async (tx) => {
      const ended = { last_end: at(5), ok: 1, end_epoch: 6, end_seq: 4 };
      const jobs = [
        job('copied by somebody else', {}),
        job('cut', ended),
        job('hangs', { ...ended, last_start: at(4) }),
        job('old', { last_start: at(6), last_end: at(5), ok: 0 }),
        job('set back', { last_start: at(9), last_end: at(2), ok: 1 }),
      ];
      await tx.insertInto('backup_jobs').values(jobs).execute();
      const runs = [
        run('cut', 'a', { started_at: at(6) }),
        run('hangs', 'a', { started_at: at(1), seq: 1 }),
        run('hangs', 'b', { started_at: at(4), ended_at: at(5), seq: 4 }),
        run('set back', 'a', { started_at: at(9), ended_at: at(2) }),
      ];
      await tx.insertInto('backup_runs').values(runs).execute();
    });
    const series = [running('cut', 0), running('hangs', 3600), running('set back', 0)];
    const live = (() => ({ series, lastSample: at(7), lastHeard: at(7) })) as unknown as HttpRooms['live'];
    const none = { runningSince: null, runs: 0, cutOffAt: null };
    expect(await readBackupJobs({ store, live }, HOST)).toMatchObject([
      { job: 'cut', ok: true, ...none, cutOffAt: text(6) },
      { job: 'hangs', ok: true, ...none, runningSince: text(1), runs: 1 },
      { job: 'old', ok: false, ...none, runningSince: text(6), runs: 1 },
      { job: 'set back', ok: true, ...none },
    ]);
  });
});
