import { Secret } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { tellApart } from './tell-apart.ts';

const erp = (config?: string, more: object = {}) => ({
  job: 'erp',
  tool: 'barman',
  options: { server: 'erp', config },
  ...more,
});
const usual = erp();
const other = erp('/etc/barman-b.conf');
/** The same stanza in an environment. */
const within = (env: Readonly<Record<string, string>> | undefined, more: object = {}) => ({
  job: 'erp',
  tool: 'pgbackrest',
  options: {
    stanza: 'erp',
    env: env === undefined ? {} : Object.fromEntries(Object.entries(env).map(([a, b]) => [a, new Secret(b)])),
    ...more,
  },
});
const plain = within(undefined);
const east = within({ REPO1_PATH: '/east', KEY: 'a' });
const west = within({ REPO1_PATH: '/west', KEY: 'a' });

it.each([
  ['alone', other, [other], 'erp'],
  ['beside the usual config', other, [usual, other], 'erp (/etc/barman-b.conf)'],
  ['the usual one beside another', usual, [usual, other], 'erp'],
  ['beside a third', erp('/etc/c.conf'), [other, erp('/etc/c.conf')], 'erp (/etc/c.conf)'],
  ['beside another job', other, [erp(undefined, { job: 'crm' }), other], 'erp'],
  ['beside another tool', other, [erp(undefined, { tool: 'pgbackrest' }), other], 'erp'],
  ['alone in its environment', east, [east], 'erp'],
  ['the first of two environments', east, [east, west], 'erp'],
  ['the second of two environments', west, [east, west], 'erp (env 2)'],
  [
    'of them with more time',
    within({ A: '1' }, { timeout: 9 }),
    [plain, within({ A: '1' }, { timeout: 9 })],
    'erp (env 2)',
  ],
  ['in a third environment', west, [plain, east, west], 'erp (env 3)'],
  [
    'in an environment written in another order',
    within({ KEY: 'a', REPO1_PATH: '/east' }),
    [east, east],
    'erp',
  ],
  [
    'of another stanza',
    within({ A: '1' }, { stanza: 'crm' }),
    [east, within({ A: '1' }, { stanza: 'crm' })],
    'erp',
  ],
  [
    'of another secret',
    within({ A: '1' }, { password: new Secret('b') }),
    [within({}, { password: new Secret('a') }), within({ A: '1' }, { password: new Secret('b') })],
    'erp',
  ],
  [
    'in another config and environment',
    within({ A: '1' }, { config: '/etc/b.conf' }),
    [plain, within({}, { config: '/etc/b.conf' }), within({ A: '1' }, { config: '/etc/b.conf' })],
    'erp (/etc/b.conf, env 2)',
  ],
] as const)('names the place of one %s', (_, own, all, location) => {
  const status = { location: 'erp', ageSeconds: 1, sizeBytes: null, count: 1 };
  expect(tellApart(own, all)(status)).toEqual({ ...status, location });
});
