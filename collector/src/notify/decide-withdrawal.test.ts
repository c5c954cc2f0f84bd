import { expect, it } from 'vitest';
import { decideWithdrawal } from './decide-withdrawal.ts';

const reasons = ['opened', 'reopened', 'warning', 'raised', 'breached'] as const;

it.each([
  ['open', []],
  ['acknowledged', ['opened', 'reopened', 'warning']],
  ['resolved', [...reasons]],
  ['closed', [...reasons]],
] as const)('of a case that is %s, withdraws %j', (state, withdrawn) => {
  const found = reasons.filter((reason) => decideWithdrawal(state, reason) !== undefined);
  expect(found.toSorted()).toEqual([...withdrawn].toSorted());
  for (const reason of found) expect(decideWithdrawal(state, reason)).toBe(`withdrawn: the case is ${state}`);
});
