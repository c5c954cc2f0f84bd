import { describeWith, ManualClock } from '@watchcase/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../../../test/harness/postgres.ts';
import { createPatience } from './patience.ts';

describeWith('postgres', 'patience with PostgreSQL', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  }, 120_000);
  afterAll(() => server.stop());

  it('ends the connection of a statement that is not answered, and lets the others be', async () => {
    const clock = new ManualClock();
    const patience = createPatience(65_000, clock);
    const pool = new pg.Pool({ connectionString: server.url, max: 2 });
    pool.on('error', () => undefined);
    pool.on('connect', (client) => {
      client.on('error', () => undefined);
      patience.watch(client);
    });
    const [busy, idle] = [await pool.connect(), await pool.connect()];
    await idle.query('select 1');
    const answer = busy.query('select pg_sleep(600)').then(
      () => 'answered',
      (error: Error) => error.message,
    );
    await clock.advance(64_000);
    await idle.query('select 1');
    await clock.advance(3000);
    expect(await answer).toMatch(/Connection terminated/);
    expect((await idle.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    busy.release(true);
    idle.release();
    await pool.end();
    patience.stop();
  });
});
