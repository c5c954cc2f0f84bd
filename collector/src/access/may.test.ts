import { expect, it } from 'vitest';
import type { Asker } from './asker.ts';
import { may } from './may.ts';

type Who = Pick<Asker, 'role' | 'scope' | 'customers' | 'teams'>;
const who = (role: Asker['role'], more: Partial<Who> = {}): Who => ({
  role,
  scope: null,
  customers: null,
  teams: [],
  ...more,
});

it.each<[string, Who, Parameters<typeof may>[1], Parameters<typeof may>[2], string]>([
  ['an engineer works', who('engineer'), 'cases.work', { customer: 'acme' }, 'ok'],
  ['of theirs', who('engineer', { customers: ['acme'] }), 'cases.work', { customer: 'acme' }, 'ok'],
  [
    'not of others',
    who('engineer', { customers: ['acme'] }),
    'cases.work',
    { customer: 'globex' },
    'foreign',
  ],
  [
    'unless their team has it',
    who('engineer', { customers: [], teams: ['night'] }),
    'cases.work',
    { customer: 'globex', team: 'night' },
    'ok',
  ],
  [
    'another team does not help',
    who('engineer', { customers: [], teams: ['night'] }),
    'cases.work',
    { customer: 'globex', team: 'day' },
    'foreign',
  ],
  [
    'no team makes a customer see more',
    who('customer', { customers: ['acme'], teams: ['night'] }),
    'cases.read',
    { customer: 'globex', team: 'night' },
    'foreign',
  ],
  ['readers do not work', who('read-only'), 'cases.work', {}, 'role'],
  ['a token does less', who('admin', { scope: 'read-only' }), 'cases.work', {}, 'scope'],
  ['but no more', who('read-only', { scope: 'admin' }), 'cases.work', {}, 'role'],
  ['and keeps its owner’s password', who('admin', { scope: 'admin' }), 'own.change', {}, 'scope'],
  ['managers let nobody in', who('manager'), 'accounts.manage', {}, 'role'],
])('%s', (...[, asker, action, subject, expected]) => {
  const verdict = may(asker, action, subject);
  expect(verdict.ok ? 'ok' : verdict.reason).toBe(expected);
});
