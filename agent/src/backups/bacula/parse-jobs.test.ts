import { expect, it } from 'vitest';
import { parseJobs } from './parse-jobs.ts';

const SECONDS = 1_795_813_200;

it.each([
  ['waits', 'C', false],
  ['runs', 'R', false],
  ['is good', 'T', true],
  ['was cancelled', 'A', true],
  ['is incomplete', 'I', true],
])('a job that %s (%s) has ended: %s', (_what, status, hasEnded) => {
  const at = SECONDS * 1000;
  const moments = hasEnded ? { startedAt: null, endedAt: at } : { startedAt: at, endedAt: null };
  expect(parseJobs(`7\tF\t${status}\t${SECONDS}\t10\t800\t0\n`)).toMatchObject([moments]);
});
