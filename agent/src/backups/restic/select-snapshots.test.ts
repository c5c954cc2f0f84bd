import { expect, it } from 'vitest';
import { selectSnapshots } from './select-snapshots.ts';
import type { Snapshot } from './snapshots.ts';

const snapshot = (id: string, it: Partial<Snapshot>): Snapshot => ({
  id,
  startedAt: 0,
  endedAt: null,
  kind: 'full',
  bytes: null,
  files: null,
  complete: 'yes',
  host: 'erp1',
  tags: [],
  paths: ['/srv/erp'],
  ...it,
});

const all = [
  snapshot('a', { tags: ['daily', 'full'] }),
  snapshot('b', { host: 'Laptop', paths: ['/home', '/srv/erp2'] }),
  snapshot('c', { tags: ['hourly'], paths: ['C:\\ERP\\data'] }),
];

it.each([
  { wanted: {}, is: 'abc' },
  { wanted: { host: 'erp1' }, is: 'ac' },
  { wanted: { host: 'laptop' }, is: 'b' },
  { wanted: { host: 'lap' }, is: '' },
  { wanted: { tags: ['daily,full'] }, is: 'a' },
  { wanted: { tags: ['daily, full'] }, is: 'a' },
  { wanted: { tags: ['daily,hourly'] }, is: '' },
  { wanted: { tags: ['daily', 'hourly'] }, is: 'ac' },
  { wanted: { paths: ['/srv/erp'] }, is: 'a' },
  { wanted: { paths: ['/srv/erp/'] }, is: 'a' },
  { wanted: { paths: ['/srv//./erp/../erp//'] }, is: 'a' },
  { wanted: { paths: ['srv/erp'] }, is: 'a' },
  { wanted: { paths: ['./erp/'] }, is: 'a' },
  { wanted: { paths: ['rp'] }, is: '' },
  { wanted: { paths: ['/srv'] }, is: '' },
  { wanted: { paths: ['/home'] }, is: 'b' },
  { wanted: { paths: ['C:\\ERP\\data\\'] }, is: 'c' },
  { wanted: { paths: ['/home'], host: 'erp1' }, is: '' },
])('$wanted chooses "$is"', ({ wanted, is }) => {
  const selections = selectSnapshots(all, { tags: [], paths: [], ...wanted });
  expect(selections.map(({ snapshots }) => snapshots.map(({ id }) => id).join(''))).toEqual([is]);
});

it('gives each of several paths its own', () => {
  expect(selectSnapshots(all, { tags: [], paths: ['/srv/erp', '/home'] })).toMatchObject([
    { path: '/srv/erp', snapshots: [{ id: 'a' }] },
    { path: '/home', snapshots: [{ id: 'b' }] },
  ]);
});

it('says when several hosts are taken for one, and when nothing is found among others', () => {
  const remarkOf = (wanted: object) => selectSnapshots(all, { tags: [], paths: [], ...wanted })[0]?.remark;
  expect(remarkOf({})).toBe(
    'snapshots of the hosts Laptop, erp1 count as one backup: when one of these stops, another hides it; name one with "host"',
  );
  expect(remarkOf({ host: 'erp1' })).toBeUndefined();
  expect(remarkOf({ paths: ['/srv/erp'] })).toBeUndefined();
  expect(remarkOf({ host: 'erp2' })).toBe(
    'none of the 3 snapshots there is what "host", "tags" and "paths" ask for; there are the hosts Laptop, erp1, the paths /home, /srv/erp, /srv/erp2, C:\\ERP\\data, the tags daily, full, hourly',
  );
  expect(selectSnapshots([], { tags: [], paths: [] })).toEqual([{ path: undefined, snapshots: [] }]);
});
