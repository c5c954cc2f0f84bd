import { clocksOf, resolveBefore } from '@watchcase/sla';
import { expect, it } from 'vitest';
import { applyTurn, changeOf, play, START } from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { decidePages } from '../notify/decide-pages.ts';
import { dutySchema } from '../notify/config.ts';
import { createRoster } from '../notify/roster.ts';
import type { Store } from '../store/index.ts';
import { readEvents } from './index.ts';

const MIN = 60_000;
const roster = createRoster({
  duty: dutySchema.parse([{ name: 'Ada', channels: ['hook'] }]),
  people: [],
});

/** A turn of one alert, in words, under a title of its own. */
async function turn(store: Store, words: string, title: string) {
  const change = { ...changeOf(words.split(' ')), title: { en: title, 'zh-CN': `（${title}）` } };
  return (await applyTurn(store, [change]))[0];
}

async function names(store: Store) {
  const row = await store.db.selectFrom('cases').selectAll().executeTakeFirstOrThrow();
  const told = (await readEvents(store.db, row.id)).map(({ text }) => text);
  return { now: row.title, zh: row.title_zh, told };
}

describeEachStore('what a case is called', (newDatabase) => {
  it('reopened by job erp2 it is called after erp2, not after job 财务账套 which opened it', async () => {
    const store = await (await newDatabase()).open();
    await turn(store, '0 fire a minor', 'Backup of 财务账套 failed');
    await turn(store, '1 resolve a minor', 'Backup of 财务账套 failed');
    await play(store, ['2 fix 1 lin']);
    await turn(store, '10 fire b minor', 'Backup of erp2 failed');
    const { now, zh, told } = await names(store);
    expect([now, zh]).toEqual(['Backup of erp2 failed', '（Backup of erp2 failed）']);
    expect(told[0]).toBe('Backup of 财务账套 failed');
  });

  it('a disk that was 82 % full when the case opened is called by its 97 %', async () => {
    const store = await (await newDatabase()).open();
    await turn(store, '0 fire a minor', '/var is 82 % full');
    await turn(store, '9 raise a critical', '/var is 97 % full');
    expect((await names(store)).now).toBe('/var is 97 % full');
  });

  it('whose first alert has recovered is called after the one that goes on', async () => {
    const store = await (await newDatabase()).open();
    await turn(store, '0 fire a critical', 'erp is not running');
    await turn(store, '1 fire b minor', 'Memory is 91 % used');
    expect((await names(store)).now).toBe('erp is not running');
    await turn(store, '2 resolve a critical', 'erp is not running');
    expect((await names(store)).now).toBe('Memory is 91 % used');
  });

  it.each([
    ['milder ones fire beside it', ['0 fire a minor', '1 ack 1 lin']],
    ['the others stand still', ['0 fire a critical', '1 ack 1 lin', '2 freeze a']],
    ['the others have recovered', ['0 fire a critical', '1 ack 1 lin', '2 resolve a']],
  ])('a critical fault in a case that somebody has is paged, and must be answered: %s', async (_, before) => {
    const store = await (await newDatabase()).open();
    await play(store, before);
    const change = await turn(store, '3 fire b critical', 'erp is not running');
    if (change === undefined) throw new Error('nothing changed');
    expect(decidePages(change, { roster, now: START }).pages).toMatchObject([
      { reason: 'worsened', person: 'Ada' },
    ]);
    const events = await readEvents(store.db, change.caseId);
    const respond = clocksOf(events, resolveBefore).find(({ target }) => target === 'respond');
    expect(respond).toMatchObject({ stoppedAt: null, dueAt: START + 18 * MIN });
  });
});
