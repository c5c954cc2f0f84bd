import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost, hostRow } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

const NAMES = ['Kühlhaus ÄRGER 1', '100 %', 'a_b', 'a-b', 'C:\\data', '财务账套', 'Straße', 'ﬁle'];

describeEachStore('a search of hosts', (newDatabase) => {
  let house: HttpHouse;
  beforeEach(async () => {
    const store = await (await newDatabase()).open();
    house = await buildHttpHouse({ store });
    await addHost(store);
    await store.transaction(async (tx) => {
      for (const [index, name] of NAMES.entries())
        await tx
          .insertInto('hosts')
          .values({ ...hostRow, id: `acme.h${index}`, name })
          .execute();
    });
  });
  afterEach(() => house.stop());

  async function find(search: string, more = ''): Promise<{ names: string[]; next: string | null }> {
    const answer = await house.ask('GET', `/api/v1/hosts?search=${encodeURIComponent(search)}${more}`);
    const { items, next } = answer.body as { items: { name: string }[]; next: string | null };
    return { names: items.map(({ name }) => name), next };
  }

  it.each<[string, string[]]>([
    ['ärger', ['Kühlhaus ÄRGER 1']],
    ['ÄRGER', ['Kühlhaus ÄRGER 1']],
    ['kÜHL', ['Kühlhaus ÄRGER 1']],
    ['%', ['100 %']],
    ['_', ['a_b']],
    ['\\', ['C:\\data']],
    ['账套', ['财务账套']],
    ['file', ['ﬁle']],
    ['ACME.H3', ['a-b']],
    ["'", []],
    ['nowhere', []],
  ])('%s finds what has it, letters in any case, signs as they are', async (search, names) => {
    expect((await find(search)).names).toEqual(names);
  });

  it('is of a customer and a site where they are named, by any order and with words', async () => {
    await house.store.transaction(async (tx) => {
      await tx
        .insertInto('sites')
        .values({ customer_id: 'acme', id: 'west', name: 'West', zone: 'UTC', created_at: 0 })
        .execute();
      await tx.updateTable('hosts').set({ site_id: 'west' }).where('name', 'in', ['a_b', 'a-b']).execute();
    });
    const west = 'customer=acme&site=west';
    expect((await find('', `&${west}`)).names).toEqual(['a_b', 'a-b']);
    expect((await find('', `&${west}&sort=name`)).names.toSorted()).toEqual(['a-b', 'a_b']);
    expect((await find('a-', `&${west}`)).names).toEqual(['a-b']);
    expect((await find('', '&customer=acme&site=main')).names).not.toContain('a-b');
    expect((await find('', '&customer=other')).names).toEqual([]);
  });

  it('goes on where its page ended', async () => {
    const first = await find('a', '&limit=2');
    const second = await find('a', `&limit=100&cursor=${first.next}`);
    const all = await find('a', '&limit=100');
    expect([...first.names, ...second.names]).toEqual(all.names);
    expect(all.names.length).toBeGreaterThan(4);
    expect([all.next, second.next]).toEqual([null, null]);
  });

  it.each<[string, string[]]>([
    ['name', ['100 %', 'a-b', 'a_b', 'C:\\data', 'db1', 'ﬁle', 'Kühlhaus ÄRGER 1', 'Straße', '财务账套']],
    ['presence', ['Straße', 'ﬁle', 'db1']],
    ['cases', ['a-b', '财务账套']],
  ])('by %s both ways, page by page, without one twice or left out', async (sort, first) => {
    await house.store.transaction(async (tx) => {
      const say = (id: string, presence: 'online' | 'offline' | 'unknown') =>
        tx.updateTable('hosts').set({ presence }).where('id', '=', id).execute();
      await tx.updateTable('hosts').set({ presence: 'online' }).execute();
      await say('acme.h6', 'offline');
      await say('acme.h7', 'unknown');
    });
    for (const [host, severity] of [
      ['acme.h3', 'critical'],
      ['acme.h5', 'minor'],
      ['acme.h5', 'major'],
    ])
      await house.ask('POST', '/api/v1/cases', { title: 't', category: 'software', severity, host });
    const walk = async (order: string, limit: number) => {
      const names: string[] = [];
      for (let cursor = ''; ; ) {
        const page = await find('', `&sort=${sort}&order=${order}&limit=${limit}${cursor}`);
        names.push(...page.names);
        if (page.next === null) return names;
        cursor = `&cursor=${page.next}`;
      }
    };
    const up = await walk('up', 4);
    expect(up).toHaveLength(NAMES.length + 1);
    const down = await walk('down', 2);
    expect(down).toEqual(up.toReversed());
    const bestKnown = sort === 'cases' ? down : up;
    expect(bestKnown.slice(0, first.length)).toEqual(first);
    expect(
      await house.ask('GET', `/api/v1/hosts?sort=${sort}&cursor=${(await find('', '&limit=1')).next}`),
    ).toMatchObject({
      body: { code: 'CURSOR_INVALID' },
    });
  });
});
