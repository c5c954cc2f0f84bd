import { slugOf } from '@watchcase/protocol';
import { BoundedMap, UserError } from '@watchcase/runtime';
import { hashSecret } from '../access/index.ts';
import { commitPing, PING_CHARACTERS } from '../ingest/index.ts';
import type { Store, Tx } from '../store/index.ts';
import type { PingAddressRow } from './ping-addresses.ts';
import { type AskedPing, readPing } from './read-ping.ts';

/** What came in. */
export interface IncomingPing {
  /** Behind `/ping/`. */
  path: string;
  rid: string | undefined;
  /** A job that is not known is made, where the address is a host's. */
  create: boolean;
  /** The last of what the job printed. */
  text: string;
}

/** Of one address in a minute. */
const MOST_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
/** Addresses whose pings are counted at once. */
const MOST_COUNTED = 20_000;

/** The second entrance for what jobs say of themselves; each ping is a fact in a transaction of its own before it is answered. */
export function createPings(store: Store) {
  const counted = new BoundedMap<string, { minute: number; count: number }>(MOST_COUNTED);
  let place = 0;

  function isTooOften(address: string, now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    const known = counted.get(address);
    const count = known?.minute === minute ? known.count + 1 : 1;
    counted.set(address, { minute, count });
    return count > MOST_PER_MINUTE;
  }

  return {
    /** Takes one; true when it is the first of its job. Errors: PING_INVALID, PING_ADDRESS_NOT_FOUND, PING_JOB_UNKNOWN, PING_JOB_AMBIGUOUS, PINGS_TOO_MANY (UserError). */
    async take(incoming: IncomingPing, now: number): Promise<boolean> {
      const asked = readPing(incoming.path, incoming.rid);
      if (typeof asked === 'string') throw refused('PING_INVALID', asked);
      const hash = hashSecret(asked.token);
      place = (place % 1_000_000) + 1;
      const at = { now, place };
      return store.transaction(async (tx) => {
        const address = await addressOf(tx, hash, asked);
        if (address === undefined) throw refused('PING_ADDRESS_NOT_FOUND', 'not found');
        if (isTooOften(hash, now)) throw refused('PINGS_TOO_MANY', 'rate limited');
        const found = await jobOf(tx, address, { slug: asked.slug ?? '', create: incoming.create });
        await note(tx, { ...found, address, asked, text: incoming.text.slice(-PING_CHARACTERS) }, at);
        return found.isNew;
      });
    },
  };
}

type Refusal =
  | 'PING_INVALID'
  | 'PING_ADDRESS_NOT_FOUND'
  | 'PING_JOB_UNKNOWN'
  | 'PING_JOB_AMBIGUOUS'
  | 'PINGS_TOO_MANY';

/** In the words that clients of the protocol know. The secret is nobody's to see. */
function refused(code: Refusal, message: string): UserError {
  return new UserError({ code, place: 'ping', message });
}

/** One in force, of a host in service, and of the form that was used. */
async function addressOf(tx: Tx, hash: string, { slug }: AskedPing): Promise<PingAddressRow | undefined> {
  const row = await tx
    .selectFrom('ping_addresses')
    .innerJoin('hosts', 'hosts.id', 'ping_addresses.host_id')
    .selectAll('ping_addresses')
    .where('token_sha256', '=', hash)
    .where('ended_at', 'is', null)
    .where('hosts.retired_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined && (row.job === null) === (slug !== null) ? row : undefined;
}

async function jobOf(
  tx: Tx,
  { host_id: hostId, job }: PingAddressRow,
  { slug, create }: { slug: string; create: boolean },
): Promise<{ job: string; isNew: boolean }> {
  if (job !== null) return { job, isNew: false };
  const rows = await tx
    .selectFrom('backup_jobs')
    .select('job')
    .where('host_id', '=', hostId)
    .union(
      tx
        .selectFrom('ping_addresses')
        .select((of) => of.ref('job').$castTo<string>().as('job'))
        .where('host_id', '=', hostId)
        .where('job', 'is not', null)
        .where('ended_at', 'is', null),
    )
    .execute();
  const exact = rows.filter((one) => one.job === slug);
  const found = exact.length > 0 ? exact : rows.filter((one) => slugOf(one.job, '') === slug);
  const [first, second] = found;
  if (second !== undefined) throw refused('PING_JOB_AMBIGUOUS', 'ambiguous slug');
  if (first !== undefined) return { job: first.job, isNew: false };
  if (!create) throw refused('PING_JOB_UNKNOWN', 'not found');
  return { job: slug, isNew: true };
}

async function note(
  tx: Tx,
  ping: { address: PingAddressRow; job: string; asked: AskedPing; text: string },
  at: { now: number; place: number },
): Promise<void> {
  const { address, job, asked, text } = ping;
  const { says, run } = asked;
  await tx
    .updateTable('ping_addresses')
    .set({ last_at: at.now, last_word: wordOf(asked), last_text: text })
    .where('token_sha256', '=', address.token_sha256)
    .execute();
  if (says === undefined) return;
  const hostId = address.host_id;
  await commitPing(tx, { hostId, job, says, run, output: text, at: at.now, place: at.place });
}

function wordOf({ says }: AskedPing): string {
  if (says === undefined) return 'log';
  if (says.kind === 'start') return 'start';
  return says.exitCode === null ? (says.ok ? 'success' : 'fail') : String(says.exitCode);
}
