import { expect, it } from 'vitest';
import { caseEventKinds } from './case-event-kinds.ts';
import { lineForCustomer } from './line-for-customer.ts';

/** A line in which everything is said that any line says. */
const everything = {
  titles: { en: 'Disk full', 'zh-CN': '磁盘已满' },
  severity: 'major',
  reason: 'parts',
  until: null,
  solution: 'a new disk',
  stars: 5,
  cause: 'SECRET',
  rule: 'SECRET',
  alertId: 'SECRET',
  terms: 'SECRET',
  author: 'SECRET',
  person: 'SECRET',
  via: 'SECRET',
  recurrenceOf: 'SECRET',
  comesBackAt: 'SECRET',
  whileFiring: 'SECRET',
  causeKind: 'SECRET',
  mailId: 'SECRET',
};
const line = (kind: string, more: object = {}) =>
  lineForCustomer({ kind, text: 'words', data: { ...everything, ...more } });

it.each([...caseEventKinds])('of a line "%s" nothing that is the desk’s reaches a customer', (kind) => {
  for (const visibility of ['internal', 'customer', undefined])
    expect(JSON.stringify(line(kind, { visibility }) ?? null)).not.toContain('SECRET');
});

it.each<[string, object, string | undefined]>([
  ['note', {}, undefined],
  ['note', { visibility: 'internal' }, undefined],
  ['note', { visibility: 'customer' }, 'words'],
  ['attached', { visibility: 'internal' }, undefined],
  ['attached', { visibility: 'customer' }, ''],
  ['diagnosed', {}, ''],
  ['held', {}, ''],
  ['cancelled', {}, ''],
  ['resolved', {}, 'words'],
  ['handed-on', {}, undefined],
  ['page-sent', {}, undefined],
  ['what nobody knows yet', {}, undefined],
  ['constructor', {}, undefined],
])('of "%s" %o they read %o', (kind, more, text) => {
  expect(line(kind, more)?.text).toBe(text);
});

it('what solved it, how bad it is and what they said are theirs', () => {
  expect(line('resolved')?.data).toEqual({ solution: 'a new disk' });
  expect(line('held')?.data).toEqual({ reason: 'parts', until: null });
  expect(line('rated')?.data).toEqual({ stars: 5 });
});
