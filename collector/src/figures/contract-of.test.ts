import { expect, it } from 'vitest';
import { contractOf } from './facts-of-case.ts';

const line = (terms?: unknown) => ({ data: terms === undefined ? {} : { terms } });

it.each([
  ['of an older log', [line()], null],
  ['of its opening', [line({ contract: 'gold' }), line()], 'gold'],
  ['of a change', [line({ contract: 'gold' }), line({ contract: 'basic' })], 'basic'],
  ['that was taken away', [line({ contract: 'gold' }), line(null), line()], null],
  ['outside of any', [line({ contract: null })], null],
])('the contract %s', (_name, events, contract) => {
  expect(contractOf(events)).toBe(contract);
});
