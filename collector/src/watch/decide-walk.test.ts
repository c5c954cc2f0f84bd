import { expect, it } from 'vitest';
import { decideWalk, type Seen } from './decide-walk.ts';

const all: Seen = {
  preparedAt: 990,
  connectedAt: 1000,
  heardAt: 1010,
  caseOpenedAt: 1020,
  pagedAt: 1180,
  recoveredAt: 1300,
};
const nothing: Seen = {
  preparedAt: null,
  connectedAt: null,
  heardAt: null,
  caseOpenedAt: null,
  pagedAt: null,
  recoveredAt: null,
};
const cases: [Partial<Seen>, string][] = [
  [nothing, 'store'],
  [{ ...nothing, preparedAt: 990 }, 'broker'],
  [{ ...nothing, preparedAt: 990, connectedAt: 1000 }, 'message'],
  [{ caseOpenedAt: null, pagedAt: null, recoveredAt: null }, 'case'],
  [{ pagedAt: null, recoveredAt: null }, 'page'],
  [{ recoveredAt: null }, 'recovery'],
];

it.each(cases)('an alert of which %o was not seen is lost at "%s"', (missing, because) => {
  expect(decideWalk(1005, { ...all, ...missing })).toEqual({ because });
});

it('measures from the message to the page, and never backwards when the clock is set', () => {
  expect(decideWalk(1005, all)).toEqual({ because: 'arrived', tookMs: 175 });
  expect(decideWalk(9000, all)).toEqual({ because: 'arrived', tookMs: 0 });
});
