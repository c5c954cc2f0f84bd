import { categories, type PlaybookRecord } from '@watchcase/api';
import { expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { loadPacks } from '../rules/index.ts';
import { shippedRecords } from './index.ts';
import { plan } from './plan.ts';
import { emptySnapshot } from './snapshot.ts';

const records = shippedRecords();
const playbooks = records
  .filter(({ kind }) => kind === 'playbooks')
  .map(({ data }) => data as unknown as PlaybookRecord);
const rules = loadPacks(fileURLToPath(new URL('../../../rules', import.meta.url))).flatMap((pack) =>
  pack.rules.map((rule) => rule.facts.id),
);

it('has calendars and the newest of each preset, by its own version', () => {
  const named = (kind: string) =>
    records.filter((one) => one.kind === kind).map(({ id, version }) => `${id}@${version}`);
  expect(named('policies').toSorted()).toEqual(['basic@1', 'business-hours@1', 'local-gold@1', 'standard@2']);
  expect(named('calendars').toSorted()).toEqual(['always@1', 'cn@1', 'de@1']);
});

it('has the categories that cases have, and ten playbooks, all of which fit each other', () => {
  const named = records.filter(({ kind }) => kind === 'categories').map(({ id }) => id);
  expect(named.toSorted()).toEqual([...categories].toSorted());
  expect(playbooks.length).toBe(10);
  expect(plan(emptySnapshot, records, { of: 'records' }).faults).toEqual([]);
});

it.each(playbooks.map((one) => [one.id, one] as const))(
  '%s is for rules that are shipped',
  (_id, playbook) => {
    expect(playbook.rules?.length).toBeGreaterThan(0);
    for (const rule of playbook.rules ?? []) expect(rules).toContain(rule);
    expect(playbook.steps.length).toBeGreaterThanOrEqual(4);
  },
);
