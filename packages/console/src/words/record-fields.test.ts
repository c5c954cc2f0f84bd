import { expect, it } from 'vitest';
import { fieldText, recordFields, recordName, withFields } from './record-fields.ts';

const contract = {
  id: 'k',
  customer: 'hongda',
  policy: 'gold',
  from: '2026-01-01',
  to: '2026-12-31',
  scope: { sites: ['hongda.main', 'hongda.west'] },
  rates: { currency: 'CNY', labour: 600 },
};

it('a form that nobody changed gives the record back, and what it has no field for stays', () => {
  const fields = recordFields.contracts;
  const typed = Object.fromEntries(fields.map((field) => [field.path, fieldText(contract, field)]));
  expect(typed['scope.sites']).toBe('hongda.main, hongda.west');
  expect(withFields({ ...contract, other: 1 }, fields, typed)).toEqual({ ...contract, other: 1 });
});

it('what is emptied is gone, with the map it stood in alone', () => {
  const fields = recordFields.contracts;
  const typed = Object.fromEntries(fields.map((field) => [field.path, fieldText(contract, field)]));
  const changed = { ...typed, 'scope.sites': '', 'rates.labour': '650.5', products: 'mes， erp,mes' };
  const { scope, ...rest } = contract;
  expect(withFields(contract, fields, changed)).toEqual({
    ...rest,
    rates: { currency: 'CNY', labour: 650.5 },
    products: ['mes', 'erp'],
  });
  expect(scope).toBeDefined();
  expect(withFields({ id: 'w', portal: true }, recordFields.contacts, {})).toEqual({ id: 'w' });
});

it.each([
  [{ id: 'a', data: { name: 'Acme' } }, 'Acme'],
  [{ id: 'a', data: { title: { en: 'Disk', 'zh-CN': '磁盘' } } }, '磁盘'],
  [{ id: 'a', data: {} }, 'a'],
])('%o is called %s', (record, name) => {
  expect(recordName(record, 'zh-CN')).toBe(name);
});
