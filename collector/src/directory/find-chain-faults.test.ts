import { expect, it } from 'vitest';
import { findChainFaults } from './find-chain-faults.ts';
import type { DirectoryRecord } from './record.ts';
import { emptySnapshot, withRecords } from './snapshot.ts';

const record = (kind: DirectoryRecord['kind'], data: DirectoryRecord['data']): DirectoryRecord => ({
  kind,
  id: data.id,
  version: 1,
  data,
  changedAt: 0,
  changedBy: 'admin',
  door: 'api',
});
const layers = [{ name: 'one', people: ['lin'], from: '2026-01-01', handOver: '00:00' }];
const people = [
  record('people', { id: 'lin', name: 'Lin' }),
  record('people', { id: 'gone', name: 'Gone', retired: true }),
];
const teams = [
  record('teams', { id: 'east', name: 'East', lead: 'lin', manager: 'gone' }),
  record('teams', { id: 'bare', name: 'Bare' }),
];
const rota = record('rotas', { id: 'r', name: 'R', team: 'east', zone: 'UTC', layers });

it.each([
  [['on-duty'], []],
  [['lead'], []],
  [['manager'], [1]],
  [['manager', 'lead'], []],
  [['assignee'], []],
  [[{ rota: 'r' }], []],
  [[{ person: 'gone' }], [1]],
  [[{ team: 'bare' }], [1]],
  [[{ team: 'east' }], []],
])('a step that pages %j has faults %j', (page, faults) => {
  const chain = record('chains', { id: 'c', team: 'east', steps: [{ page, delay: '5m' }] });
  const found = findChainFaults(withRecords(emptySnapshot, [...people, ...teams, rota, chain], 1));
  expect(found).toEqual(faults.map((step) => ({ kind: 'empty-step', chain: 'c', step })));
});

it('of a team without a rota every step on duty is empty, and so is such a last resort; a chain out of use is not looked at', () => {
  const steps = [
    { page: ['on-duty'], delay: '5m' },
    { page: [{ person: 'lin' }], delay: '5m' },
  ];
  const data = { id: 'c', team: 'bare', steps, lastResort: { page: ['manager'] } };
  const found = (more: object) =>
    findChainFaults(
      withRecords(emptySnapshot, [...people, ...teams, rota, record('chains', { ...data, ...more })], 1),
    );
  expect(found({}).map(({ step }) => step)).toEqual([1, null]);
  expect(found({ retired: true })).toEqual([]);
});
