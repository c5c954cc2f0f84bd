import { recordKinds } from '@watchcase/api';
import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { fieldsRead, fieldText, recordFields, recordName, withFields } from './record-fields.ts';

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

it('chains and chats are typed in lines and come back as they were', () => {
  const chain = {
    id: 'east',
    team: 'east',
    steps: [
      { page: ['on-duty'], delay: '5m' },
      { page: ['lead', { team: 'west' }], delay: '10m', channel: 'phone: desk', hours: 'business' },
    ],
    lastResort: { page: ['manager', { person: 'lin' }], every: '30m' },
    repeat: 2,
  };
  const fields = recordFields.chains;
  const typed = Object.fromEntries(fields.map((field) => [field.path, fieldText(chain, field)]));
  expect(typed['steps']).toBe('on-duty; 5m\nlead, team:west; 10m; channel: phone: desk; hours: business');
  expect(withFields(chain, fields, typed)).toEqual(chain);
  const changed = withFields(chain, fields, {
    ...typed,
    steps: ' on-duty，assignee；3m\n\n',
    'lastResort.page': '',
  });
  expect(changed).toMatchObject({
    steps: [{ page: ['on-duty', 'assignee'], delay: '3m' }],
    lastResort: { every: '30m' },
  });
  const lin = {
    id: 'lin',
    chat: [{ service: 'telegram', user: '1' }],
    quiet: { from: '22:00', to: '07:00' },
  };
  const people = recordFields.people;
  const asTyped = Object.fromEntries(people.map((field) => [field.path, fieldText(lin, field)]));
  expect(asTyped['chat']).toBe('telegram:1');
  expect(withFields(lin, people, { ...asTyped, chat: 'telegram：1, slack:U0123' })).toEqual({
    ...lin,
    chat: [
      { service: 'telegram', user: '1' },
      { service: 'slack', user: 'U0123' },
    ],
  });
});

it.each([
  [{ id: 'a', data: { name: 'Acme' } }, 'Acme'],
  [{ id: 'a', data: { title: { en: 'Disk', 'zh-CN': '磁盘' } } }, '磁盘'],
  [{ id: 'a', data: {} }, 'a'],
])('%o is called %s', (record, name) => {
  expect(recordName(record, 'zh-CN')).toBe(name);
});

it('each field of a record is called something', () => {
  const paths = recordKinds
    .flatMap((kind) => [...recordFields[kind], ...fieldsRead(kind)])
    .map(({ path }) => path);
  expect(paths.filter((path) => !(path in en.directory.fields))).toEqual([]);
});
