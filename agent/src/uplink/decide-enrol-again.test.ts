import { expect, it } from 'vitest';
import { decideEnrolAgain, ENROL_PATIENCE_MS, type EnrolOutcome } from './decide-enrol-again.ts';

const first = { tries: 1, waitedMs: 0, reached: true, random: 0 };
const answer = (status: number, retryAfter: string | null = null, body: unknown = {}): EnrolOutcome => ({
  kind: 'answer',
  body,
  status,
  retryAfter,
});

it.each<[string, EnrolOutcome, object, object]>([
  ['is let in', answer(200, null, { ok: true }), {}, { again: false, reason: 'answered' }],
  [
    'is refused',
    answer(403, null, { code: 'ENROLMENT_TOKEN_USED' }),
    {},
    { again: false, reason: 'answered' },
  ],
  ['is told to wait', answer(429, '30'), {}, { again: true, reason: 'busy', afterMs: 30_000 }],
  ['waits as long again at most', answer(429, '30'), { random: 0.5 }, { afterMs: 45_000 }],
  ['is told to wait for a day', answer(503, '86400'), {}, { afterMs: 120_000 }],
  ['is told nothing of use', answer(503, 'Fri, 27 Nov 2026 08:00:00 GMT'), {}, { afterMs: 1000 }],
  ['comes to a busy broker', answer(200, null, { code: 'ENROLMENT_BUSY' }), { tries: 3 }, { afterMs: 4000 }],
  ['waits a minute at most', answer(502), { tries: 30 }, { afterMs: 30_000 }],
  [
    'has lost the answer',
    { kind: 'away', reason: 'reset', asked: true },
    { reached: false },
    { reason: 'answer lost' },
  ],
  [
    'has a wrong address',
    { kind: 'away', reason: 'x', asked: false },
    { reached: false },
    { reason: 'unreachable' },
  ],
  ['meets a restart', { kind: 'away', reason: 'x', asked: false }, {}, { reason: 'away for a moment' }],
  ['has waited enough', answer(429), { waitedMs: ENROL_PATIENCE_MS }, { reason: 'patience is over' }],
])('decides for one who %s', (_who, outcome, past, decision) => {
  expect(decideEnrolAgain(outcome, { ...first, ...past })).toMatchObject(decision);
});
