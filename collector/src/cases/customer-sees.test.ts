import { expect, it } from 'vitest';
import type { CaseEventKind } from '../model/index.ts';
import { customerSees } from './customer-sees.ts';

it.each<[CaseEventKind, object, boolean]>([
  ['note', { visibility: 'internal' }, false],
  ['note', { visibility: 'customer' }, true],
  ['attached', { visibility: 'internal' }, false],
  ['work-logged', {}, false],
  ['watched', {}, false],
  ['assigned', {}, false],
  ['step-ticked', {}, false],
  ['linked', {}, false],
  ['warning', {}, false],
  // What they see of it is another: how it stands, what it is called, when it is due.
  ['acknowledged', {}, true],
  ['given-back', {}, true],
  ['worsened', {}, true],
  ['retitled', {}, true],
  ['terms', {}, true],
  ['breached', {}, true],
])('of "%s" %j the customer hears: %s', (kind, data, expected) => {
  expect(customerSees({ kind, text: '', data: data as Record<string, unknown> })).toBe(expected);
});
