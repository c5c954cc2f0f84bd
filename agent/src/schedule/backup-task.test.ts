import { MAX_TIME_MS } from '@watchcase/protocol/light';
import { ManualClock } from '@watchcase/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BackupCopies, BackupStatus } from '../contract.ts';
import { backupTask, wholeNumbers } from './backup-task.ts';
import { createLimit } from './limit.ts';
import type { Task } from './task.ts';

let clock: ManualClock;
let answers: (() => Promise<readonly BackupStatus[]>)[];
let asked: number;
let task: Task;
let judgedSizes: unknown[];

const PATIENCE_MS = 60_000;
const found: BackupStatus = { location: '/repo', ageSeconds: 100, sizeBytes: 5, count: 3 };

beforeEach(() => {
  clock = new ManualClock();
  answers = [];
  asked = 0;
  judgedSizes = [];
  task = backupTask({
    job: 'erp',
    tool: 'restic',
    part: 1,
    place: 'local',
    status: () => {
      asked++;
      return (answers.shift() ?? (() => Promise.resolve([found])))();
    },
    limit: createLimit(2),
    sizes: { judge: (...judged) => (judgedSizes.push(judged), 80) },
    clock,
  });
});

/** The values of one reading, `backup` of the first location, and whether the tool was readable. */
async function read() {
  const reading = task.collect(clock.now(), PATIENCE_MS);
  await clock.advance(0);
  return shown(await reading);
}

function shown({ samples, error }: Awaited<ReturnType<Task['collect']>>) {
  const values = (measurement: string) =>
    samples.find((one) => one.measurement === measurement)?.fields.map(([, , value]) => value);
  return { readable: values('backup_tool')?.[0], backup: values('backup'), error };
}

describe('a backup job', () => {
  it('is read through its tool', async () => {
    expect(await read()).toEqual({ readable: 1, backup: [100, 5, 3, null], error: undefined });
  });

  it('tells what stands there in whole numbers, with the damage that was found', async () => {
    const told = { startedAt: 1.5, endedAt: 2.4, kind: 'full', bytes: 3.6, files: null, complete: 'yes' };
    const newest = { ...told, expiresAt: 9.6 };
    const verification = { verifiedAt: 4.2, verification: 'failed', sound: false } as const;
    const unusable = { startedAt: 2.6, endedAt: null };
    const copies = {
      newest,
      unusable,
      oldestAt: null,
      count: 1,
      bytes: null,
      ...verification,
    } as BackupCopies;
    answers.push(() => Promise.resolve([{ ...found, copies }]));
    const reading = task.collect(clock.now(), PATIENCE_MS);
    await clock.advance(0);
    const job = { job: 'erp', tool: 'restic', location: '/repo', kind: 'local' };
    const whole = { ...newest, startedAt: 2, endedAt: 2, bytes: 4, expiresAt: 10 };
    expect((await reading).copies).toEqual([
      { ...job, ...copies, newest: whole, unusable: { startedAt: 3, endedAt: null }, verifiedAt: 4 },
    ]);
  });

  it('that is kept for longer than any time on the wire tells no end', () => {
    const kept = (expiresAt: number) => {
      const facts = { startedAt: 1, endedAt: 2, kind: 'full', bytes: 3, files: null, complete: 'yes' };
      const none = { oldestAt: null, count: 1, bytes: null, verifiedAt: null, verification: null };
      return wholeNumbers({ newest: { ...facts, expiresAt }, ...none } as BackupCopies).newest?.expiresAt;
    };
    expect([MAX_TIME_MS, MAX_TIME_MS + 1, -1].map(kept)).toEqual([MAX_TIME_MS, undefined, 0]);
  });

  it('whose tool fails is unreadable, and keeps its series', async () => {
    await read();
    answers.push(() => Promise.reject(new Error('wrong password')));
    expect(await read()).toEqual({ readable: 0, backup: [null, null, null, null], error: 'wrong password' });
    expect(await read()).toEqual({ readable: 1, backup: [100, 5, 3, null], error: undefined });
  });

  it('whose tool is slow is asked once, and shows what was known, older by the time passed', async () => {
    await read();
    const slowly = Promise.withResolvers<readonly BackupStatus[]>();
    answers.push(() => slowly.promise);
    const slow = task.collect(clock.now(), PATIENCE_MS);
    await clock.advance(60_000);
    expect(shown(await slow)).toMatchObject({ readable: 1, backup: [154, 5, 3, null] });
    const again = task.collect(clock.now(), PATIENCE_MS);
    expect(asked).toBe(2);
    slowly.resolve([{ ...found, ageSeconds: 1 }]);
    await clock.advance(0);
    expect(shown(await again).backup?.[2]).toBe(3);
    expect(asked).toBe(2);
  });

  it('whose tool never answers is unreadable after an hour', async () => {
    await read();
    answers.push(() => new Promise(() => undefined));
    for (let minute = 0; minute <= 60; minute += 5) {
      const reading = task.collect(clock.now(), PATIENCE_MS);
      await clock.advance(300_000);
      if (minute === 60)
        expect(shown(await reading)).toMatchObject({ readable: 0, backup: [null, null, null, null] });
    }
  });

  it('tells how much of its usual size the newest has, where it has a name and a size', async () => {
    answers.push(() => Promise.resolve([{ ...found, newest: 'abc' }]));
    expect((await read()).backup).toEqual([100, 5, 3, 80]);
    expect(judgedSizes).toEqual([['erp /repo', { name: 'abc', bytes: 5 }, clock.now()]]);
    answers.push(() => Promise.resolve([{ ...found, newest: 'abc', sizeBytes: null }]));
    expect((await read()).backup).toEqual([100, null, 3, null]);
  });

  it('that tells of its runs alone has no place, and passes them on', async () => {
    const runs = [{ run: 'a', startedAt: 1, end: null }];
    const nothing = { location: '\\Nightly', ageSeconds: null, sizeBytes: null, count: null, runs };
    answers.push(() => Promise.resolve([nothing]));
    const reading = task.collect(clock.now(), PATIENCE_MS);
    await clock.advance(0);
    const { samples, copies, runs: told } = await reading;
    expect([samples.map(({ measurement }) => measurement), copies, told]).toEqual([
      ['backup_tool'],
      [],
      runs,
    ]);
  });

  it('of which one location cannot be looked at tells the others', async () => {
    const shut = { location: '/nas', ageSeconds: null, sizeBytes: null, count: null, fault: '/nas is shut' };
    answers.push(() => Promise.resolve([found, shut]));
    expect(await read()).toEqual({ readable: 0, backup: [100, 5, 3, null], error: '/nas is shut' });
  });

  it('passes a remark on once, for as long as the tool makes it', async () => {
    const one = { ...found, remark: 'several hosts' };
    answers.push(() => Promise.resolve([one, { ...one, location: '/b' }]));
    const first = task.collect(clock.now(), PATIENCE_MS);
    await clock.advance(0);
    expect((await first).remark).toBe('several hosts');
    const second = task.collect(clock.now(), PATIENCE_MS);
    await clock.advance(0);
    expect((await second).remark).toBeUndefined();
  });

  it('is asked by the clock of the moment when its turn has come', async () => {
    const limit = createLimit(1);
    const before = Promise.withResolvers<void>();
    void limit.run(() => before.promise);
    let toldNow = 0;
    const status = (now: number) => {
      toldNow = now;
      return Promise.resolve([found]);
    };
    const sizes = { judge: () => null };
    const waiting = backupTask({
      job: 'erp',
      tool: 'files',
      part: 1,
      place: 'local',
      status,
      limit,
      sizes,
      clock,
    });
    const reading = waiting.collect(clock.now(), PATIENCE_MS);
    await clock.advance(12_000);
    before.resolve();
    await clock.advance(0);
    await reading;
    expect(toldNow).toBe(clock.now());
  });

  it('without any backup tells a count of 0 and no age', async () => {
    answers.push(() => Promise.resolve([{ location: '/repo', ageSeconds: null, sizeBytes: null, count: 0 }]));
    expect((await read()).backup).toEqual([null, null, 0, null]);
  });

  it.each([
    [1, [{ job: 'erp' }, { job: 'erp', location: '/repo' }]],
    [
      2,
      [
        { job: 'erp', part: '2' },
        { job: 'erp', part: '2', location: '/repo' },
      ],
    ],
  ])('as entry %i of its job is told apart from the others, whatever its tool', async (part, tags) => {
    const needs = {
      job: 'erp',
      tool: 'restic',
      part,
      place: 'local' as const,
      limit: createLimit(1),
      sizes: { judge: () => null },
      clock,
    };
    const { samples } = await backupTask({ ...needs, status: async () => [found] }).collect(0, PATIENCE_MS);
    expect(samples.map((one) => one.tags)).toEqual(tags);
  });
});

describe('a limit', () => {
  it('lets so many run at once, the rest in order, also after a failure', async () => {
    const limit = createLimit(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const runs = [1, 2, 3, 4].map((number) =>
      limit
        .run(() => {
          started.push(number);
          return new Promise<void>((resolve, reject) => {
            ends.push(number === 1 ? () => reject(new Error('bad')) : resolve);
          });
        })
        .catch(() => undefined),
    );
    await clock.advance(0);
    expect(started).toEqual([1, 2]);
    ends[0]?.();
    await clock.advance(0);
    expect(started).toEqual([1, 2, 3]);
    ends[1]?.();
    ends[2]?.();
    await clock.advance(0);
    expect(started).toEqual([1, 2, 3, 4]);
    ends[3]?.();
    await Promise.all(runs);
  });
});
