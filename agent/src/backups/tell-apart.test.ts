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

it.each([
  ['alone', other, [other], 'erp'],
  ['beside the usual config', other, [usual, other], 'erp (/etc/barman-b.conf)'],
  ['the usual one beside another', usual, [usual, other], 'erp'],
  ['beside a third', erp('/etc/c.conf'), [other, erp('/etc/c.conf')], 'erp (/etc/c.conf)'],
  ['beside another job', other, [erp(undefined, { job: 'crm' }), other], 'erp'],
  ['beside another tool', other, [erp(undefined, { tool: 'pgbackrest' }), other], 'erp'],
] as const)('names the place of one config %s', (_, own, all, location) => {
  const status = { location: 'erp', ageSeconds: 1, sizeBytes: null, count: 1 };
  expect(tellApart(own, all)(status)).toEqual({ ...status, location });
});
