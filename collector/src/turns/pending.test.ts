import { expect, it } from 'vitest';
import type { AlertChange } from '../model/index.ts';
import { nothingPending, takePart } from './pending.ts';

const change = (hostId: string, groupKey: string, transition: AlertChange['transition'] = 'fired') =>
  ({ id: `${hostId} ${groupKey}`, hostId, groupKey, transition }) as AlertChange;
const parts = (name: string, count: number) =>
  Array.from({ length: count }, (_, number) => change(name, `part ${number}`));
const pendingOf = (changes: AlertChange[]) => ({ ...nothingPending(), changes });

it('of a host that changes many cases eight go, in their order, and others are not kept waiting', () => {
  const { part, rest } = takePart(pendingOf([...parts('noisy', 20), change('other', 'disk')]));
  expect(part.changes).toEqual([...parts('noisy', 8), change('other', 'disk')]);
  expect(rest.changes).toEqual(parts('noisy', 20).slice(8));
  expect([...rest.waiting]).toEqual(['noisy']);
});

it('what follows a change that waits waits too, also of a case that has its place', () => {
  const changes = [...parts('noisy', 9), change('noisy', 'part 0', 'resolved')];
  expect(takePart(pendingOf(changes)).rest.changes).toEqual(changes.slice(8));
});

it('what nobody is told of concerns no case', () => {
  const changes = Array.from({ length: 150 }, (_, number) => change('noisy', `part ${number}`, 'pending'));
  expect(takePart(pendingOf(changes)).rest.changes).toEqual([]);
});
