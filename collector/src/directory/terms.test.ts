import { expect, it } from 'vitest';
import { readFiles } from './read-files.ts';
import { emptySnapshot, withRecords } from './snapshot.ts';
import { type CaseSubject, termsOf } from './terms.ts';

const AT = Date.UTC(2026, 5, 15, 8);
const SUBJECT: CaseSubject = {
  customer: 'hongda',
  site: 'main',
  host: 'hongda.db1',
  category: 'software',
  severity: 'major',
  at: AT,
};

/** A directory with these records, each in its first version but policies, in their third. */
function directoryOf(text: string) {
  const read = readFiles([{ file: 'a.yaml', text }]);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const records = read.wanted.map(({ kind, id, data }) => ({
    kind,
    id,
    data,
    version: kind === 'policies' ? 3 : 1,
    changedAt: 0,
    changedBy: 'ada',
    door: 'apply' as const,
  }));
  return withRecords(emptySnapshot, records, 1);
}

const GROUND = `
customers: [{id: hongda, name: 宏达, zone: Asia/Shanghai}]
sites: [{id: hongda.main, name: main, travelAllowance: 90m}]
products: [{id: mes, name: MES}, {id: erp, name: ERP}]
policies:
  - {id: standard, business: cn, targets: {}}
  - id: gold
    business: cn
    targets: {respond: {critical: {in: 1h, hours: always}, minor: {in: 1h, hours: night}}}
calendars:
  - {id: always, zone: UTC, hours: {mon-sun: ["00:00-24:00"]}}
  - {id: cn, zone: Asia/Shanghai, hours: {mon-fri: ["09:00-18:00"]}}
  - {id: de, zone: Europe/Berlin, hours: {mon-fri: ["09:00-18:00"]}}
  - {id: night, zone: Asia/Shanghai, hours: {mon-fri: ["00:00-06:00"]}}
`;
const contract = (more: string, id = 'k') =>
  `  - {id: ${id}, customer: hongda, policy: gold, from: 2026-01-01, to: 2026-12-31${more}}\n`;

it('nobody keeps contracts: everything is covered, by the standard policy', () => {
  expect(termsOf(directoryOf(GROUND), SUBJECT)).toEqual({
    contract: null,
    scope: 'covered',
    reason: 'no-contracts-kept',
    policy: { id: 'standard', version: 3 },
    calendars: [{ id: 'always', version: 1 }],
    travelAllowanceMs: 5_400_000,
  });
});

it('a contract gives its policy and calendars, in the versions of now', () => {
  const directory = directoryOf(`${GROUND}contracts:\n${contract(', calendar: de')}`);
  expect(termsOf(directory, SUBJECT)).toEqual({
    contract: 'k',
    scope: 'covered',
    reason: 'contract',
    policy: { id: 'gold', version: 3 },
    calendars: [
      { id: 'de', version: 1 },
      { id: 'night', version: 1 },
    ],
    travelAllowanceMs: 5_400_000,
  });
});

it.each([
  // The last day ends at midnight of the customer: 16:00 UTC.
  ['its last minute', '', { at: Date.UTC(2026, 11, 31, 15, 59) }, 'contract'],
  ['a minute after it', '', { at: Date.UTC(2026, 11, 31, 16, 0) }, 'ended'],
  ['its first minute', '', { at: Date.UTC(2025, 11, 31, 16, 0) }, 'contract'],
  ['a minute before it', '', { at: Date.UTC(2025, 11, 31, 15, 59) }, 'not-begun'],
  ['another customer', '', { customer: 'acme' }, 'no-contract'],
  ['its category', ', scope: {categories: [software]}', {}, 'contract'],
  ['another category', ', scope: {categories: [data]}', {}, 'category'],
  ['its site', ', scope: {sites: [hongda.main]}', {}, 'contract'],
  ['another site', ', scope: {sites: [hongda.main]}', { site: 'hq' }, 'site'],
  ['another host', ', scope: {hosts: [hongda.db1]}', { host: 'hongda.db2' }, 'host'],
  ['a case about no host', ', scope: {hosts: [hongda.db1]}', { host: null }, 'host'],
  ['its product', ', products: [mes]', {}, 'contract'],
  ['another product', ', products: [erp]', {}, 'product'],
  ['a host of which no product is known', ', products: [erp]', { host: 'hongda.db9' }, 'contract'],
  ['one that was taken out of use', ', retired: true', {}, 'no-contracts-kept'],
] as const)('%s', (_name, more, subject, reason) => {
  const hosts = 'hosts: [{id: hongda.db1, product: mes}]\n';
  const terms = termsOf(directoryOf(`${GROUND}${hosts}contracts:\n${contract(more)}`), {
    ...SUBJECT,
    ...subject,
  });
  expect(terms.reason).toBe(reason);
  expect(terms.scope).toBe(reason === 'contract' || reason === 'no-contracts-kept' ? 'covered' : 'outside');
  const isNone = reason === 'no-contract' || reason === 'no-contracts-kept';
  expect(terms.contract).toBe(isNone ? null : 'k');
  expect(terms.policy.id).toBe(isNone ? 'standard' : 'gold');
});

it('of several the narrowest holds, of equals the newest; outside of all, the one that misses it least says why', () => {
  const several = [
    contract('', 'all'),
    contract(', scope: {categories: [software]}', 'software'),
    contract(', scope: {hosts: [hongda.db1]}', 'db1'),
  ].join('');
  const directory = directoryOf(`${GROUND}contracts:\n${several}`);
  expect(termsOf(directory, SUBJECT).contract).toBe('db1');
  expect(termsOf(directory, { ...SUBJECT, host: 'hongda.x' }).contract).toBe('software');
  expect(termsOf(directory, { ...SUBJECT, host: null, category: 'data' }).contract).toBe('all');
  const ended =
    '  - {id: old, customer: hongda, policy: standard, from: 2024-01-01, to: 2025-12-31}\n' +
    contract(', scope: {categories: [data]}', 'data');
  expect(termsOf(directoryOf(`${GROUND}contracts:\n${ended}`), SUBJECT)).toMatchObject({
    contract: 'data',
    scope: 'outside',
    reason: 'category',
  });
});
