import { ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPagedStore, type PagedStore } from '../../../test/harness/paged-case.ts';
import { composePage } from './compose.ts';
import { dutySchema } from './config.ts';

const duty = dutySchema.parse([
  { name: 'Ada', channels: ['hook'] },
  { name: '王芳', language: 'zh-CN', channels: ['hook'] },
]);
const needs = { publicUrl: 'https://wc.example', linkSecret: 's', duty };

let clock: ManualClock;
let paged: PagedStore;
beforeEach(async () => {
  clock = new ManualClock();
  paged = await openPagedStore();
});
afterEach(() => paged.stop());

/** The message of a page of a new case for this person. */
async function composed(person: string) {
  const id = await paged.addPage({ channel: 'hook', at: clock.now(), person });
  await paged.store.transaction((tx) => tx.updateTable('cases').set({ title_zh: '/var 已满' }).execute());
  const row = await paged.store.db
    .selectFrom('pages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return composePage(paged.store.db, row, needs);
}

it.each([
  ['Ada', 'en', 'Disk /var is full'],
  ['王芳', 'zh-CN', '/var 已满'],
  ['somebody no longer on duty', 'en', 'Disk /var is full'],
])('%s reads the title in %s', async (person, language, title) => {
  const page = await composed(person);
  expect(page).toMatchObject({ language, case: { title }, facts: [title] });
});
