import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type JobFacts, judge, type Policy, policyOf } from '../../packages/backup/src/index.ts';
import { systemClock } from '@watchcase/runtime';
import { FILLED } from './fill.ts';

const DAY_MS = 86_400_000;
const LAST = { runs: 61, copies: 122 } as const;

interface Judged {
  /** By the clock, to be believed on a quiet machine only. */
  ms: number;
  /** Processor time, that of V8's own threads included. */
  cpuMs: number;
  broken: number;
}

/** Judges so many jobs over their facts in memory, as policies look back on them: the first time, and the median of five more. */
export function judgeAll(jobs: number, days: number): { cold: Judged; warm: Judged } {
  const policy = policyOf({
    id: 'nightly',
    jobs: {},
    schedule: { cron: '30 2 * * *', zone: 'Europe/Berlin' },
    grace: '2h',
    copies: [{ kind: 'offsite', maxAge: '2d', least: 7 }],
    threeTwoOne: '2d',
    retention: { least: 14, oldest: '28d' },
    size: { percent: 50, live: true },
    duration: {},
    verifyEvery: '40d',
    drillEvery: '180d',
    rpo: '26h',
    rto: '4h',
  });
  const facts = Array.from({ length: jobs }, (_, index) => factsOf(index, days));
  settleHeap();
  const cold = judgeOnce(policy, facts);
  const more = Array.from({ length: 5 }, () => judgeOnce(policy, facts));
  return { cold, warm: more.toSorted((a, b) => a.ms - b.ms)[2] ?? cold };
}

/** A million objects that were just made are moved by the next rounds of the garbage collector, which is no part of judging them: some 120 ms. */
function settleHeap(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function judgeOnce(policy: Policy, all: readonly JobFacts[]): Judged {
  const [before, startedAt] = [process.cpuUsage(), systemClock.monotonic()];
  let broken = 0;
  for (const facts of all)
    broken += judge(policy, facts, FILLED.now).verdicts.filter(({ since }) => since > 0).length;
  const { user, system } = process.cpuUsage(before);
  return {
    ms: Math.round(systemClock.monotonic() - startedAt),
    cpuMs: Math.round((user + system) / 1000),
    broken,
  };
}

function factsOf(index: number, days: number): JobFacts {
  const night = (day: number) => FILLED.now - day * DAY_MS - 36_000_000 + ((index * 7919 + day) % 3_600_000);
  const nights = Array.from(
    { length: Math.min(LAST.copies, days) },
    (_, at) => Math.min(LAST.copies, days) - 1 - at,
  );
  const copy = (day: number) => ({
    startedAt: night(day) - 900_000,
    endedAt: night(day),
    kind: 'full' as const,
    bytes: 1e9 + ((index * 31 + day * 17) % 2e7),
    files: 9,
    complete: 'yes' as const,
  });
  const at = FILLED.now - 3_600_000;
  return {
    firstSeenAt: FILLED.now - days * DAY_MS,
    heard: { is: true, since: 0 },
    runs: nights.slice(-LAST.runs).map((day) => ({
      startedAt: night(day) - 900_000,
      endedAt: night(day),
      outcome: (index + day) % 97 === 0 ? 'failed' : 'success',
      bytes: copy(day).bytes,
    })),
    open: [],
    locations: [
      {
        location: 'sftp:vault',
        kind: 'offsite',
        at,
        newest: copy(0),
        unusable: null,
        oldestAt: night(59),
        count: 60,
        spread: { days: 60, weeks: 9, months: 2 },
        bytes: 6e10,
        verifiedAt: at - DAY_MS,
        isSound: true,
      },
    ],
    snapshots: nights.map((day) => ({ ...copy(day), location: 'sftp:vault', at: night(day) })),
    verifications: [],
    drills: [{ startedAt: night(90) - 3_600_000, endedAt: night(90), outcome: 'passed' }],
  };
}
