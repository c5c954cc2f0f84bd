import { expect, it } from 'vitest';
import { policySchema, readTerms, toldAt } from './index.ts';
import { percentsOf } from './clocks.ts';

const targets = { respond: { minor: '10m' } };
const policy = (warn: unknown) => policySchema.safeParse({ id: 'p', targets, warn });

it.each([
  [undefined, 'respond', 49, []],
  [undefined, 'respond', 50, ['assignee']],
  [undefined, 'resolve', 90, ['lead']],
  [undefined, 'resolve', 100, ['manager']],
  [undefined, 'update', 75, []],
  [undefined, 'update', 100, ['assignee']],
  [{ '90': ['manager'] }, 'resolve', 75, []],
  [{ '90': ['manager'] }, 'resolve', 100, ['manager']],
  [{ '90': ['manager'], resolve: { '100': [{ person: 'qian' }] } }, 'resolve', 90, []],
  [{ '90': ['manager'], resolve: { '100': [{ person: 'qian' }] } }, 'resolve', 100, [{ person: 'qian' }]],
  [{ '90': ['manager'], resolve: { '100': [] } }, 'respond', 95, ['manager']],
  [{ '90': ['manager'] }, 'update', 100, ['assignee']],
] as const)('by %j at %s %i %% tells %j', (warn, target, percent, told) => {
  expect(policy(warn).success).toBe(true);
  expect(toldAt(policy(warn).data?.warn, target, percent)).toEqual(told);
});

it.each([
  { fifty: ['lead'] },
  { '50': { '75': ['lead'] } },
  { resolve: ['lead'] },
  { '101': ['lead'] },
  { '50': ['boss'] },
])('refuses %j', (warn) => {
  expect(policy(warn).success).toBe(false);
});

it('a percent that only somebody is named for is looked out for as well', () => {
  const content = {
    policy: policySchema.parse({ id: 'p', targets, warn: { '90': ['lead'] } }),
    calendars: [],
    business: null,
  };
  const ref = {
    contract: null,
    policy: { id: 'p', version: 1 },
    calendars: [],
    scope: 'covered' as const,
    travelAllowanceMs: 0,
    content: '',
  };
  expect(percentsOf(readTerms(content)(ref))).toEqual([50, 75, 90, 100]);
});
