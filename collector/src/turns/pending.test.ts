import { expect, it } from 'vitest';
import type { AlertChange } from '../model/index.ts';
import { nothingPending, takePart } from './pending.ts';

const change = (hostId: string, groupKey: string, transition: AlertChange['transition'] = 'fired') =>
  ({ id: `${hostId} ${groupKey}`, hostId, groupKey, transition }) as AlertChange;
const parts = (name: string, count: number) =>
  Array.from({ length: count }, (_, number) => change(name, `part ${number}`));
const siteOf = (hostId: string) => hostId.split('@')[1] ?? hostId;
const pendingOf = (changes: AlertChange[]) => ({ ...nothingPending(), changes });

it('of a host that changes many cases eight go, in their order, and others are not kept waiting', () => {
  const { part, rest } = takePart(pendingOf([...parts('noisy', 20), change('other', 'disk')]), siteOf);
  expect(part.changes).toEqual([...parts('noisy', 8), change('other', 'disk')]);
  expect(rest.changes).toEqual(parts('noisy', 20).slice(8));
  expect([...rest.waiting]).toEqual(['noisy']);
});

it('what follows a change that waits waits too, also of a case that has its place', () => {
  const changes = [...parts('noisy', 9), change('noisy', 'part 0', 'resolved')];
  expect(takePart(pendingOf(changes), siteOf).rest.changes).toEqual(changes.slice(8));
});

it('what nobody is told of concerns no case', () => {
  const changes = Array.from({ length: 150 }, (_, number) => change('noisy', `part ${number}`, 'pending'));
  expect(takePart(pendingOf(changes), siteOf).rest.changes).toEqual([]);
});

/** So many cases, each of another site, fill a commit. */
const FULL = 32;
const hostsOf = (site: string, count: number) =>
  Array.from({ length: count }, (_, number) => change(`${number}@${site}`, `host ${number}@${site}`));
const manySites = (sites: number, hosts: number) =>
  Array.from({ length: hosts }, (_, number) =>
    Array.from({ length: sites }, (__, site) => change(`${number}@s${site}`, `host ${number}@s${site}`)),
  ).flat();

it('what many sites tell at once goes in parts, and a site goes whole', () => {
  const pending = pendingOf(manySites(100, 3));
  const first = takePart(pending, siteOf);
  const sites = new Set(first.part.changes.map(({ hostId }) => siteOf(hostId)));
  expect([sites.size, first.part.changes.length]).toEqual([Math.ceil(FULL / 3), Math.ceil(FULL / 3) * 3]);
  expect([...first.rest.waiting].filter((host) => sites.has(siteOf(host)))).toEqual([]);
  const order = pending.changes.filter((one) => !first.part.changes.includes(one));
  expect(first.rest.changes).toEqual(order);
});

it('a site at which everything breaks takes the place of a few cases, and the next ones go along', () => {
  const { part, rest } = takePart(pendingOf([...hostsOf('large', 1000), ...hostsOf('small', 5)]), siteOf);
  expect([part.changes.length, rest.changes.length]).toEqual([1005, 0]);
});

it('all of it goes in the end, each change once', () => {
  const all = manySites(200, 8);
  const gone: AlertChange[] = [];
  let pending = pendingOf(all);
  for (let turn = 0; pending.changes.length > 0; turn++) {
    expect(turn).toBeLessThan(200);
    const { part, rest } = takePart(pending, siteOf);
    gone.push(...part.changes);
    pending = rest;
  }
  expect(gone.length).toBe(all.length);
  expect(new Set(gone)).toEqual(new Set(all));
});

it('a host of a site without room goes on with what nobody is told of', () => {
  const quiet = change('9@s99', 'host 9@s99', 'pending');
  const { part, rest } = takePart(pendingOf([...manySites(100, 3), quiet]), siteOf);
  expect(part.changes).toContain(quiet);
  expect(rest.waiting.has('9@s99')).toBe(false);
});
