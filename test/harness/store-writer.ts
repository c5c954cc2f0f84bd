import { openTestStore, type TestDatabase } from './stores.ts';

/**
 * A program to be killed: appends to one case in transactions of several statements each, and prints the number of the last event after each commit.
 * Arguments: kind of database, its address.
 */
const [kind, address = ''] = process.argv.slice(2);
const store = await openTestStore(kind as TestDatabase['kind'], address);
const EVENTS = 5;

for (;;) {
  const last = await store.transaction(async (tx) => {
    const row = await tx.selectFrom('cases').select(['id', 'last_seq']).executeTakeFirstOrThrow();
    for (let seq = row.last_seq + 1; seq <= row.last_seq + EVENTS; seq++) {
      await tx
        .insertInto('case_events')
        .values({ case_id: row.id, seq, time: seq, kind: 'note', actor: 'x', text: '', data: '{}' })
        .execute();
      await tx.updateTable('cases').set({ last_seq: seq }).where('id', '=', row.id).execute();
    }
    return row.last_seq + EVENTS;
  });
  process.stdout.write(`${last}\n`);
}
