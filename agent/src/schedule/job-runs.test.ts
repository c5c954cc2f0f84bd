import { eventSchema } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import type { BackupRun } from '../contract.ts';
import { decideRuns, type RunsDecision } from './job-runs.ts';

const NAME = 'backup erp (task-scheduler)';
const first: BackupRun = { run: 'a', startedAt: 1000, end: null };
const good = { at: null, outcome: 'success', exitCode: 0, output: 'result 0x0' } as const;
const HEAD = { sent: 1, epoch: 1, seq: 1, after: 0 };

type Look = readonly [now: number, runs: readonly BackupRun[]];

/** Looks again and again; what was told at each look, as `kind run outcome time duration`. */
function looks(all: readonly Look[]): string[][] {
  let told: RunsDecision['told'] = {};
  return all.map(([now, runs]) => {
    const decision = decideRuns([{ name: NAME, job: 'erp', runs }], { told, now });
    told = decision.told;
    return decision.tell.map((event) => {
      eventSchema.parse({ ...HEAD, ...event });
      const { kind, time, data } = event;
      const end = kind === 'backup-end' ? [data.outcome, data.exitCode, data.durationSeconds] : [];
      return [kind.slice(7), data.run, ...end, `@${time}`].join(' ');
    });
  });
}

it.each<[string, readonly Look[], string[][]]>([
  [
    'one that is seen to go on ends when it is first seen to have ended',
    [
      [2000, [first]],
      [3000, [first]],
      [4000, [{ ...first, end: good }]],
      [5000, [{ ...first, end: good }]],
    ],
    [['start a @1000'], [], ['end a success 0  @4000'], []],
  ],
  [
    'one that nobody saw go on ends with its beginning',
    [[90_000, [{ ...first, end: good }]]],
    [['start a @1000', 'end a success 0  @1000']],
  ],
  [
    'an end that is known is told as it was',
    [
      [2000, [first]],
      [9000, [{ ...first, end: { ...good, at: 6000, outcome: 'failed', exitCode: -5 } }]],
    ],
    [['start a @1000'], ['end a failed -5 5 @6000']],
  ],
  [
    'one that was overtaken unseen is told as such, and the other is its own',
    [
      [2000, [first]],
      [9000, [{ run: 'b', startedAt: 8000, end: null }]],
    ],
    [['start a @1000'], ['end a interrupted   @9000', 'start b @8000']],
  ],
  [
    'nothing is lost while nothing can be read',
    [
      [2000, [first]],
      [3000, []],
      [4000, [{ ...first, end: good }]],
    ],
    [['start a @1000'], [], ['end a success 0  @4000']],
  ],
])('of runs that a scheduler tells: %s', (_what, seen, told) => {
  expect(looks(seen)).toEqual(told);
});

it('forgets entries that are gone', () => {
  const { told } = decideRuns([{ name: NAME, job: 'erp', runs: [first] }], { told: {}, now: 2000 });
  expect(decideRuns([], { told, now: 3000 })).toEqual({ tell: [], told: {} });
});
