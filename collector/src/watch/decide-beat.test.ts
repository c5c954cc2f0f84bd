import { expect, it } from 'vitest';
import { decideBeat } from './decide-beat.ts';

const NOW = Date.UTC(2026, 2, 2, 3);
const arrived = { because: 'arrived', tookMs: 34 } as const;
const clean = { oldestAt: NOW - 60_000, forgotten: 0 };

it.each([
  ['an alert that has arrived, and cases that were looked at', arrived, clean, 'success'],
  ['an alert that is lost', { because: 'page' } as const, clean, 'fail'],
  ['a case that nobody was at', arrived, { ...clean, forgotten: 1 }, 'fail'],
  ['customers that nobody looks at', arrived, { ...clean, oldestAt: null }, 'fail'],
  ['an auditor that stands still', arrived, { ...clean, oldestAt: NOW - 151_000 }, 'fail'],
  ['a store that does not answer', arrived, null, 'fail'],
] as const)('%s', (_, end, passes, kind) => {
  expect(decideBeat(end, passes, NOW)).toMatchObject({ kind });
});
