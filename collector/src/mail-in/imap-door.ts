import { type Clock, createSerial, isUserError, type Log, type Timer } from '@watchcase/runtime';
import { ImapFlow } from 'imapflow';
import type { MailInConfig } from './config.ts';
import type { Taken } from './take-mail.ts';

/** A mailbox that is read. */
export interface ImapDoor {
  stop(): Promise<void>;
}

/** What it needs. */
export interface ImapNeeds {
  imap: NonNullable<MailInConfig['imap']>;
  take(source: Buffer): Promise<Taken>;
  /** What came before is left alone; Unix milliseconds. */
  since: number;
  clock: Clock;
  log: Log;
}

/** Marks what was taken, whoever has read it; where the server knows no such marks, what was read counts. */
const DONE = '$WatchcaseTaken';
const POLL_MS = 30_000;
const AGAIN_MS = [1000, 5000, 30_000, 120_000];
/** Of a larger mail only so much is read. */
const MOST_BYTES = 25 * 1_048_576;
/** A mail that cannot be read is marked after so many tries, so that it is not in the way of others for ever. */
const MOST_TRIES = 3;

/** Keeps a connection and takes each new mail once it is there; comes back by itself. */
export function openImapDoor({ imap, take, since, clock, log }: ImapNeeds): ImapDoor {
  const serial = createSerial();
  const tries = new Map<string, number>();
  let client: ImapFlow | undefined;
  let timer: Timer | undefined;
  let failures = 0;
  let stopped = false;
  let hasNews = false;

  function again(afterMs: number): void {
    timer?.cancel();
    if (!stopped) timer = clock.after(afterMs, () => void serial.run(look));
  }

  async function connected(): Promise<ImapFlow> {
    if (client?.usable === true) return client;
    const fresh = new ImapFlow({
      host: imap.host,
      port: imap.port,
      secure: imap.tls,
      logger: false,
      auth: { user: imap.user, pass: imap.password.reveal() },
    });
    fresh.on('error', (error: Error) => log.debug({ reason: error.message }, 'the mailbox was lost'));
    fresh.on('exists', () => {
      hasNews = true;
      again(0);
    });
    await fresh.connect();
    await fresh.mailboxOpen(imap.folder);
    client = fresh;
    return fresh;
  }

  /** One pass over what is not marked. Mail is only marked once it was taken. */
  async function look(): Promise<void> {
    if (stopped) return;
    hasNews = false;
    try {
      const open = await connected();
      const mark = marksOf(open);
      for (const uid of await waiting(open, { since, mark })) {
        if (stopped) return;
        await takeOne(open, uid, mark);
      }
      failures = 0;
      // By itself it would listen after a quarter of a minute only.
      void open.idle().catch(() => undefined);
      // What came meanwhile was told while we were busy.
      again(hasNews ? 0 : POLL_MS);
    } catch (error) {
      log.warn(
        { code: 'MAILBOX_AWAY', reason: (error as Error).message },
        'customers’ mail cannot be read at the moment',
      );
      client?.close();
      client = undefined;
      again(AGAIN_MS[Math.min(failures++, AGAIN_MS.length - 1)] ?? POLL_MS);
    }
  }

  async function takeOne(open: ImapFlow, uid: number, mark: string): Promise<void> {
    const message = await open.fetchOne(String(uid), { source: { maxLength: MOST_BYTES } }, { uid: true });
    if (message === false) return;
    const key = `${message.uid}`;
    try {
      await take(message.source ?? Buffer.alloc(0));
    } catch (error) {
      const tried = (tries.get(key) ?? 0) + 1;
      tries.set(key, tried);
      if (!isUserError(error) || tried < MOST_TRIES) throw error;
      log.error(
        { code: 'MAIL_NOT_TAKEN', uid, reason: error.message },
        'a mail could not be taken, and stays in the mailbox',
      );
    }
    tries.delete(key);
    await open.messageFlagsAdd(String(uid), [mark], { uid: true });
  }

  again(0);
  return {
    async stop() {
      stopped = true;
      timer?.cancel();
      client?.close();
      await serial.idle();
    },
  };
}

function marksOf(open: ImapFlow): string {
  const { mailbox } = open;
  return mailbox !== false && mailbox.permanentFlags?.has('\\*') === true ? DONE : '\\Seen';
}

/** The numbers of what is not marked. A range past the end gives the last mail again, so that numbers are asked for, never ranges. */
async function waiting(open: ImapFlow, { since, mark }: { since: number; mark: string }): Promise<number[]> {
  const wanted = mark === DONE ? { not: { keyword: DONE } } : { seen: false };
  const found = await open.search({ ...wanted, since: new Date(since - 86_400_000) }, { uid: true });
  if (found === undefined || found === false || found.length === 0) return [];
  const fresh: number[] = [];
  for (const { uid, internalDate } of await open.fetchAll(found, { internalDate: true }, { uid: true }))
    if (internalDate === undefined || new Date(internalDate).getTime() >= since - 1000) fresh.push(uid);
  return fresh.toSorted((a, b) => a - b);
}
