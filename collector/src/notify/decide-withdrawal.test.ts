import { expect, it } from 'vitest';
import { decideWithdrawal, type PagedCase } from './decide-withdrawal.ts';

const reasons = ['opened', 'reopened', 'step', 'warning', 'raised', 'breached', 'progress'] as const;

it.each([
  ['open', []],
  ['acknowledged', ['opened', 'reopened', 'step', 'warning']],
  ['resolved', [...reasons]],
  ['closed', [...reasons]],
] as const)('of a case that is %s, withdraws %j', (state, withdrawn) => {
  const it: PagedCase = { state, recovered: false, told: undefined };
  const found = reasons.filter((reason) => decideWithdrawal(reason, it) !== undefined);
  expect(found.toSorted()).toEqual([...withdrawn].toSorted());
  for (const reason of found) expect(decideWithdrawal(reason, it)).toBe(`withdrawn: the case is ${state}`);
});

it.each([
  ['recovered', true, 'wrong', undefined],
  ['recovered', true, 'perhaps', undefined],
  ['recovered', true, 'recovered', 'it was told already'],
  ['recovered', true, undefined, 'nothing was told before'],
  ['recovered', false, 'wrong', 'the fault is back'],
  ['recurred', false, 'recovered', undefined],
  ['recurred', false, 'perhaps', undefined],
  ['recurred', false, 'wrong', 'it was told already'],
  ['recurred', false, undefined, 'it was told already'],
  ['recurred', true, 'recovered', 'the fault has recovered again'],
] as const)('"%s", recovered %s, last told %s: %s', (reason, recovered, told, because) => {
  const withdrawn = because === undefined ? undefined : `withdrawn: ${because}`;
  expect(decideWithdrawal(reason, { state: 'acknowledged', recovered, told })).toBe(withdrawn);
});

it.each([
  ['resolved', 'wrong', undefined],
  ['cancelled', 'perhaps', undefined],
  ['closed', 'wrong', undefined],
  ['resolved', 'resolved', 'it was told already'],
  ['resolved', 'recovered', 'it was told already'],
  ['resolved', undefined, 'nothing was told before'],
  ['open', 'wrong', 'the case is open again'],
] as const)('that a case is resolved: %s, last told %s: %s', (state, told, because) => {
  const withdrawn = because === undefined ? undefined : `withdrawn: ${because}`;
  expect(decideWithdrawal('resolved', { state, recovered: false, told })).toBe(withdrawn);
});

it('a page that waited for an answer is not sent once somebody has the case, whatever it says', () => {
  const it = { state: 'acknowledged', recovered: false, told: undefined, isAnswered: true } as const;
  for (const reason of ['raised', 'breached', 'handed-on'] as const)
    expect(decideWithdrawal(reason, it)).toBe('withdrawn: somebody has answered meanwhile');
});

it('a recovery is told however the case has ended, a recurrence to nobody whose case has', () => {
  const ended = { state: 'closed', told: 'perhaps' } as const;
  expect(decideWithdrawal('recovered', { ...ended, recovered: true })).toBeUndefined();
  expect(decideWithdrawal('recurred', { ...ended, recovered: false })).toBe('withdrawn: the case is closed');
});

it.each([
  ['lapsed', { isLapsed: true }, undefined],
  ['lapsed', { isLapsed: false }, 'the case is acknowledged'],
  ['step', { isLapsed: true }, 'the case is acknowledged'],
  ['warning', { isLapsed: false }, undefined],
] as const)('in a chain: %s of an acknowledged case, %j', (reason, chain, because) => {
  const it: PagedCase = { state: 'acknowledged', recovered: false, told: undefined, chain };
  expect(decideWithdrawal(reason, it)).toBe(because === undefined ? undefined : `withdrawn: ${because}`);
});
