import { createLog, systemClock } from '@watchcase/runtime';
import { sql } from 'kysely';
import { startShards } from '../../collector/src/shards/index.ts';
import { fenced, MembershipLost, openPostgresStore } from '../../collector/src/store/index.ts';

/**
 * A program that holds shards and writes, in fenced transactions, that it does: into `writes`, with who owns the shard at that moment. Prints a line of JSON
 * after each change. Argument: the database's address.
 */
const [, , url = ''] = process.argv;
const log = createLog('holder', 'silent');
const store = await openPostgresStore({ url, pool: 4, shared: true }, log);
const say = (what: string, count: number) => process.stdout.write(`${JSON.stringify({ what, count })}\n`);

const shards = startShards({
  store,
  clock: systemClock,
  log,
  doors: {
    taken: (taken) => Promise.resolve(say('taken', taken.length)).then(() => undefined),
    release: (given) => Promise.resolve(say('release', given.length)).then(() => undefined),
    lost: (lost) => Promise.resolve(say('lost', lost.length)).then(() => undefined),
  },
});
const inside = fenced(store, shards.member);

async function write(): Promise<void> {
  const member = shards.member();
  const held = [...shards.held()];
  if (member === undefined || held.length === 0) return;
  await inside.transaction(async (tx) => {
    for (const shard of held.slice(0, 8))
      await sql`insert into writes (member, shard, owner) select ${member}, ${shard}, owner from shards where shard = ${shard}`.execute(
        tx,
      );
  });
}

function again(): void {
  void write()
    .catch((error: unknown) => {
      if (error instanceof MembershipLost) {
        say('refused', 1);
        shards.doubt();
      }
    })
    .then(() => systemClock.after(5, again));
}
again();
say('up', process.pid);
process.once('SIGTERM', () => void shards.stop().then(() => process.exit(0)));
