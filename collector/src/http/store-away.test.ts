import { connect } from 'node:net';
import { eventually } from '@watchcase/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { addCase, addHost } from '../../../test/harness/paged-case.ts';
import { isStoreAway } from './is-store-away.ts';

let house: HttpHouse;
beforeEach(async () => {
  house = await buildHttpHouse();
  await addHost(house.store);
});
afterEach(() => house.stop());

it('a full database answers 503, not that the program is at fault, and is in the log', async () => {
  const id = await house.store.transaction((tx) => addCase(tx, { opened_at: house.clock.now() }));
  await house.store.transaction(async (tx) => void (await sql`pragma max_page_count = 1`.execute(tx)));
  const note = { text: 'x'.repeat(10_000) };
  let answer = await house.ask('POST', `/api/v1/cases/${id}/notes`, note);
  // The last pages that are free take some notes yet.
  for (let i = 0; i < 100 && answer.status === 200; i++)
    answer = await house.ask('POST', `/api/v1/cases/${id}/notes`, note);
  expect(answer).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE', status: 503 } });
  expect(JSON.stringify(answer.body)).not.toContain('full');
  expect(house.logged.join('')).toContain('database or disk is full');
});

it('a connection that cannot be accepted ends nothing', () => {
  house.app.server.emit('error', new Error('accept EMFILE'));
  expect(house.logged.join('')).toContain('accept EMFILE');
});

it('a body that its client gave up in the middle is no fault of the database', async () => {
  const { port, hostname } = new URL(await house.app.listen({ host: '127.0.0.1', port: 0 }));
  const lines = [
    'POST /api/v1/enrolments HTTP/1.1',
    'host: x',
    `authorization: Bearer ${house.adminToken}`,
    'content-type: application/json',
    'content-length: 1000',
  ];
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.write(`${lines.join('\r\n')}\r\n\r\n{"customer":`);
  await eventually(() => socket.bytesWritten > 100 && !socket.connecting);
  await new Promise(setImmediate);
  socket.resetAndDestroy();
  await eventually(() => house.logged.some((line) => line.includes('REQUEST_ABORTED')));
  expect(house.logged.filter((line) => /STORE_UNAVAILABLE|INTERNAL/.test(line))).toEqual([]);
});

it.each<[name: string, away: boolean, code?: string, errcode?: number]>([
  ['SQLite: disk I/O error while reading', true, 'ERR_SQLITE_ERROR', 266],
  ['SQLite: a constraint', false, 'ERR_SQLITE_ERROR', 2067],
  ['PostgreSQL: ended by its administrator', true, '57P01'],
  ['PostgreSQL: disk full', true, '53100'],
  ['PostgreSQL: a constraint', false, '23505'],
  ['nobody listens', true, 'ECONNREFUSED'],
  ['Connection terminated unexpectedly', true],
  ['timeout exceeded when trying to connect', true],
  ['undefined is not a function', false],
])('%s: %s', (message, away, code, errcode) => {
  expect(isStoreAway(Object.assign(new Error(message), { code, errcode }))).toBe(away);
});
