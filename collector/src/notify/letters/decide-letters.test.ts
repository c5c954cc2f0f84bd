import { expect, it } from 'vitest';
import type { CaseEvent } from '../../model/index.ts';
import { decideLetters } from './decide-letters.ts';

const event = (kind: CaseEvent['kind'], data: CaseEvent['data'] = {}): CaseEvent => ({
  caseId: 1,
  seq: 2,
  time: 0,
  kind,
  actor: 'Lin',
  text: 'words',
  data,
});
const customer = { author: { role: 'customer' } };
const desk = { author: { role: 'engineer' } };
const nothing = { hasReporter: false, knowsOfIt: false, wasAnswered: false };
const reported = { ...nothing, hasReporter: true, knowsOfIt: true };

it.each<[string, CaseEvent[], typeof nothing, string[]]>([
  ['a report by the customer', [event('opened', customer)], reported, ['customer-received']],
  ['an alert', [event('opened')], nothing, []],
  ['a case that the desk opened', [event('opened', desk)], nothing, []],
  ['the first who is at a reported case', [event('acknowledged')], reported, ['customer-answered']],
  ['the second', [event('acknowledged')], { ...reported, wasAnswered: true }, []],
  ['whoever is at an alert', [event('acknowledged')], nothing, []],
  ['a note within the house', [event('note', { visibility: 'internal', ...desk })], reported, []],
  ['a note of which nobody said for whom', [event('note', desk)], reported, []],
  [
    'a note for the customer',
    [event('note', { visibility: 'customer', ...desk })],
    nothing,
    ['customer-note'],
  ],
  ['what they wrote themselves', [event('note', { visibility: 'customer', ...customer })], reported, []],
  ['the end of a case that they know of', [event('resolved')], reported, ['customer-resolved']],
  ['of one that they never heard of', [event('resolved')], nothing, []],
  [
    'a note and the end at once',
    [event('note', { visibility: 'customer' }), event('resolved')],
    nothing,
    ['customer-note', 'customer-resolved'],
  ],
  ['all that is the desk’s', [event('diagnosed'), event('work-logged'), event('page-sent')], reported, []],
])('%s', (_name, events, told, reasons) => {
  expect(decideLetters(events, told).map(({ reason }) => reason)).toEqual(reasons);
});
