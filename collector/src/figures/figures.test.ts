import {
  type Case,
  type FigureId,
  figureIds,
  type FigurePart,
  type Figures,
  figuresSchema,
} from '@watchcase/api';
import { expect, it } from 'vitest';
import { type CountedStory, countStory } from '../../../test/harness/count-stories.ts';
import { inventStories, playStories, type Story } from '../../../test/harness/desk-stories.ts';
import { expectedFigures, expectedValue } from '../../../test/harness/expected-figures.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { play } from '../../../test/harness/cases-in-steps.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { shippedRecords } from '../directory/index.ts';

const minute = (text: string) => Date.parse(text) / 60_000;
/** First and last minutes of March and April in Shanghai, and some before and after. */
const SPAN: [number, number] = [minute('2026-02-27T10:00+08:00'), minute('2026-05-02T10:00+08:00')];
const END = minute('2026-05-20T10:00+08:00');
/** Hundreds of questions to a database beside other work need their time. */
const LONG_MS = 90_000;
const ZONE = 'zone=Asia/Shanghai';

async function houseOf(newDatabase: () => Promise<{ open(): Promise<HttpHouse['store']> }>) {
  const store = await (await newDatabase()).open();
  await addHost(store);
  await store.transaction(async (tx) => {
    await tx.insertInto('customers').values({ id: 'bolt', name: 'Bolt', created_at: 0 }).execute();
  });
  const house = await buildHttpHouse({ store });
  const by = { actor: 'test', door: 'api' as const };
  const { directory } = house.rooms;
  await directory.ship(shippedRecords(), 0);
  for (const [id, name] of [
    ['acme', 'Acme'],
    ['bolt', 'Bolt'],
  ] as const)
    await directory.put('customers', id, { data: { name } }, { ...by, now: 0 });
  const contract = { policy: 'standard', from: '2026-01-01', to: '2026-12-31' };
  const rates = { currency: 'CNY', labour: 300, travel: 100 };
  const acme = { ...contract, customer: 'acme', name: 'Care for Acme' };
  await directory.put('contracts', 'acme-care', { data: { ...acme, rates } }, { ...by, now: 0 });
  await directory.put(
    'contracts',
    'bolt-care',
    { data: { ...contract, customer: 'bolt' } },
    { ...by, now: 0 },
  );
  // Dearer from April on: what was done before costs what it cost.
  const dearer = { data: { ...acme, rates: { ...rates, labour: 600 } } };
  await directory.put('contracts', 'acme-care', dearer, { ...by, now: Date.parse('2026-04-01T00:00+08:00') });
  return house;
}

const inMonth = ({ story }: CountedStory, month: string) =>
  new Date((story.openedAt + 480) * 60_000).toISOString().startsWith(month);

describeEachStore('figures', (newDatabase) => {
  it(
    'are what a count minute by minute says, of every month, customer, contract and severity; and each is the cases that it counts',
    async () => {
      const house = await houseOf(newDatabase);
      const stories: Story[] = inventStories(40, SPAN, 7);
      await playStories(house.store, stories, END);
      const counted = stories.map((story) => countStory(story, stories, END));
      const read = async (query: string) =>
        figuresSchema.parse((await house.ask('GET', `/api/v1/figures?${ZONE}&${query}`)).body);
      const check = (values: Figures['total'], of: readonly CountedStory[], where: string) => {
        for (const value of values)
          if (value.figure !== 'cost') expect(value, where).toEqual(expectedValue(value.figure, of));
      };
      const seen = { groups: 0, nonzero: new Set<string>() };
      for (const month of ['2026-03', '2026-04']) {
        const own = counted.filter((one) => inMonth(one, month));
        const total = await read(`period=${month}`);
        expect(total.total.map(({ figure }) => figure)).toEqual(figureIds);
        check(total.total, own, month);
        const keys = {
          customer: ({ story }: CountedStory) => story.customer as string,
          contract: ({ story }: CountedStory) => `${story.customer}-care`,
          severity: ({ story }: CountedStory) => story.severity as string,
          day: ({ story }: CountedStory) =>
            new Date((story.openedAt + 480) * 60_000).toISOString().slice(0, 10),
        };
        for (const [by, keyOf] of Object.entries(keys)) {
          const { groups } = await read(`period=${month}&by=${by}`);
          const wanted = Map.groupBy(own, keyOf);
          expect(groups.map(({ key }) => key).toSorted()).toEqual([...wanted.keys()].toSorted());
          for (const { key, values } of groups) check(values, wanted.get(key) ?? [], `${month} ${by} ${key}`);
          seen.groups += groups.length;
        }
        for (const { figure, count } of total.total) if (count > 0) seen.nonzero.add(figure);
      }
      expect(seen.groups).toBeGreaterThan(30);
      expect(figureIds.filter((id) => !seen.nonzero.has(id))).toEqual(['recurrence']);

      const idsOf = async (figure: FigureId, part: FigurePart, more = '') => {
        const ids: number[] = [];
        for (let cursor = ''; ; ) {
          const url = `/api/v1/figures/cases?${ZONE}&period=2026-Q1&figure=${figure}&part=${part}&limit=25${more}${cursor}`;
          const page = (await house.ask('GET', url)).body as { items: Case[]; next: string | null };
          ids.push(...page.items.map(({ id }) => id));
          if (page.next === null) return ids;
          cursor = `&cursor=${page.next}`;
        }
      };
      const quarter = counted.filter((one) => ['2026-01', '2026-02', '2026-03'].some((m) => inMonth(one, m)));
      const numbers = (list: readonly CountedStory[]) =>
        list.map(({ story }) => story.id ?? 0).toSorted((a, b) => b - a);
      for (const [id, [counts, of = counts]] of Object.entries(expectedFigures)) {
        const figure = id as FigureId;
        expect(await idsOf(figure, 'counted'), id).toEqual(numbers(quarter.filter(counts)));
        if (of === counts) continue;
        const missed = quarter.filter((one) => of(one) && !counts(one));
        expect(await idsOf(figure, 'missed'), id).toEqual(numbers(missed));
      }
      expect(await idsOf('found-first', 'of')).toEqual(
        numbers(quarter.filter(expectedFigures['found-first'][1] ?? (() => false))),
      );
      const acme = quarter.filter((one) => one.fate === 'counted' && one.story.customer === 'acme');
      expect(await idsOf('cases', 'counted', '&by=customer&key=acme')).toEqual(numbers(acme));

      const costs = (customer: string, month: string) =>
        counted.filter((one) => one.story.customer === customer && inMonth(one, month) && one.parts > 0);
      const costOf = async (query: string) =>
        (await read(query)).total.find(({ figure }) => figure === 'cost');
      const first = await costOf('period=2026-03&customer=acme');
      const workedAt = ({ story }: CountedStory) => story.steps.filter(({ what }) => what === 'work');
      const april = minute('2026-04-01T00:00+08:00');
      const labour = costs('acme', '2026-03').flatMap(workedAt);
      const cny = labour.reduce(
        (sum, step) => sum + ((step.with ?? 0) / 60) * (step.at < april ? 300 : 600) + 50 + 20,
        0,
      );
      expect(first?.money).toEqual([{ currency: 'CNY', amount: expect.closeTo(cny, 0) as number }]);
      const without = await costOf('period=2026-03&contract=bolt-care');
      const parts = costs('bolt', '2026-03').reduce((sum, one) => sum + one.parts, 0);
      expect(without?.money).toEqual([{ currency: null, amount: parts }]);

      // What happens to a case later is in its figures the next time.
      const before = await read('period=2026-Q1');
      const done = await house.store.db.selectFrom('case_figures').select('case_id').execute();
      expect(done.length).toBe(stories.length);
      const solved = quarter.find((one) => one.isSolved && one.fate === 'counted');
      await house.clock.advance(Date.parse('2026-06-01') - house.clock.now());
      await house.ask('POST', `/api/v1/cases/${solved?.story.id}/reopen`, {});
      const after = await read('period=2026-Q1');
      const count = (of: Figures, id: FigureId) => of.total.find(({ figure }) => figure === id)?.count ?? 0;
      expect(count(after, 'time-to-resolve')).toBe(count(before, 'time-to-resolve') - 1);
      expect(count(after, 'cases')).toBe(count(before, 'cases'));
      await house.stop();
    },
    LONG_MS,
  );

  it('count a fault that comes again within 30 days as a recurrence, and one that becomes part of another case once', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    const ended = ['0 fire a major', '5 ack 1 ada', '10 resolve a', '20 fix 1 ada'];
    await play(store, [...ended, '100 fire a major', '110 resolve a', '120 fix 2 ada']);
    await play(store, [`${120 + 31 * 1440} fire a major`]);
    const { body } = await house.ask('GET', '/api/v1/figures?period=2026');
    const figures = figuresSchema.parse(body).total;
    const of = (id: FigureId) => figures.find(({ figure }) => figure === id);
    expect(of('recurrence')).toMatchObject({ count: 1, of: 3 });
    expect(of('found-first')).toMatchObject({ count: 3, of: 3 });
    expect(of('time-to-acknowledge')).toMatchObject({ count: 1, value: 300, median: 300 });
    expect(of('time-to-resolve')).toMatchObject({ count: 2, value: 1200 });
    await house.stop();
  });

  it('are of the cases that the reader may see, as a table too; customers get none of what they do not read', async () => {
    const house = await houseOf(newDatabase);
    const opened: number[] = [];
    for (const customer of ['acme', 'acme', 'bolt'])
      opened.push(
        (
          (
            await house.ask('POST', '/api/v1/cases', {
              title: '=1+1',
              severity: 'minor',
              category: 'software',
              customer,
            })
          ).body as Case
        ).id,
      );
    await house.ask('POST', `/api/v1/cases/${opened[0]}/assign`, { team: 'night' });
    const by = { actor: 'test', door: 'api' as const, now: house.clock.now() };
    const reader = async (
      role: 'engineer' | 'customer',
      customers: string[] | null,
      teams: string[] = [],
    ) => {
      const name = `${role} ${teams.join()} ${customers?.join() ?? ''}`;
      const account = { name, role, customers, teams, email: null, language: null };
      const { id } = await house.rooms.access.accounts.add(account, by);
      const key = { accountId: id, name, scope: null, expiresAt: null };
      const { token } = await house.rooms.access.keys.newToken(key, by);
      const ask = async (url: string) =>
        house.app.inject({ url: `/api/v1/figures${url}`, headers: { authorization: `Bearer ${token}` } });
      const seen = async () => {
        const { items } = (await ask('/cases?figure=cases')).json<{ items: Case[] }>();
        const [total] = figuresSchema.parse((await ask('')).json()).total;
        expect(total?.count).toBe(items.length);
        return items.map((one) => one.id);
      };
      return { ask, seen };
    };
    const [first, second, third] = opened;
    expect(await (await reader('engineer', null)).seen()).toEqual([third, second, first]);
    expect(await (await reader('engineer', ['bolt'], ['night'])).seen()).toEqual([third, first]);
    const customer = await reader('customer', ['acme'], ['night']);
    expect(await customer.seen()).toEqual([second, first]);
    const table = (await customer.ask('.csv?by=customer&language=zh-CN')).body;
    expect(table).toMatch(/^\uFEFFperiod,group,name,figure,title,count/u);
    expect(table).toContain('acme,Acme,cases,故障单,2,,2,cases');
    expect(table).not.toMatch(/bolt|labour|travel|,cost,/i);
    expect((await customer.ask('/cases?figure=cost')).json()).toMatchObject({ code: 'NOT_ALLOWED' });
    await house.stop();
  });
});
