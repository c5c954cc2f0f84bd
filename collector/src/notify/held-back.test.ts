import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { addCase, addHost, addPage } from '../../../test/harness/paged-case.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { duePages } from './due-pages.ts';
import { LETTERS } from './letters/is-letter.ts';
import type { Sender } from './sender.ts';

const PAGES = 8;
const BLOCK_SECONDS = 600;
/** Attempts of one channel that are under way together. */
const AT_ONCE = 4;

describeEachStore('a channel that the other side blocks', (newDatabase) => {
  let far: Webhook | undefined;
  let sender: Sender | undefined;
  const clock = new ManualClock();
  const stopped = async () => {
    const stop = sender?.stop();
    await clock.advance(1000);
    await stop;
    sender = undefined;
  };
  afterEach(async () => {
    await stopped();
    await far?.stop();
  });

  it('holds all its pages, also over a restart, and then sends each of them once', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    for (let i = 0; i < PAGES; i++) await addPage(store, { channel: 'hook', at: clock.now() });
    far = await startWebhook();
    const { url, received } = far;
    const blockedUntil = clock.now() + BLOCK_SECONDS * 1000;
    const taken: unknown[] = [];
    far.answerWith(({ headers }) => {
      const leftMs = blockedUntil - clock.now();
      if (leftMs > 0) return { status: 429, headers: { 'retry-after': String(Math.ceil(leftMs / 1000)) } };
      taken.push(headers['idempotency-key']);
      return { status: 200 };
    });
    const start = async () => {
      sender = await senderOver('', url, clock, { store });
      sender.wake();
    };
    const states = async () =>
      (await store.db.selectFrom('pages').select('state').execute()).map(({ state }) => state);

    await start();
    await eventually(async () => received.length > 0 && !(await states()).includes('sending'));
    // As many as it sends at once have asked; from the first refusal on nothing is asked.
    await clock.advance(BLOCK_SECONDS * 500);
    expect(received.length).toBeLessThanOrEqual(AT_ONCE);

    // One that begins anew does not know of it, asks again, and is told again.
    const asked = received.length;
    await stopped();
    await start();
    await eventually(() => received.length > asked);
    expect(taken).toEqual([]);
    let looks = 0;
    await eventually(
      async () => {
        // Time passes between attempts, not in one: the far side is real. One that the end of the sender has left behind is nobody's, and waits for its window.
        looks = (await states()).includes('sending') ? looks + 1 : 0;
        await clock.advance(looks > 0 && looks < 10 ? 500 : 20_000);
        return (await states()).every((state) => state === 'delivered');
      },
      { timeoutMs: 20_000 },
    );
    expect(received.length - PAGES).toBeLessThanOrEqual(3 * AT_ONCE);
    expect(taken).toHaveLength(PAGES);
    expect(new Set(taken).size).toBe(PAGES);
  });
});

describeEachStore('a mail to a customer that a server puts off', (newDatabase) => {
  it('holds up the later ones of its case and reader for an hour, and no others', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const at = Date.UTC(2026, 2, 2, 8);
    const caseId = await store.transaction((tx) => addCase(tx, { opened_at: at }));
    const letter = (key: string, more: { person?: string; created_at?: number; next_at?: number } = {}) => ({
      key,
      case_id: caseId,
      reason: 'customer-note',
      person: 'zhao@acme.example',
      channel: LETTERS,
      created_at: at,
      next_at: at,
      state: 'queued' as const,
      attempts: 0,
      finished_at: null,
      ...more,
    });
    const day = 86_400_000;
    const rows = [
      letter('put off', { next_at: at + day }),
      letter('of another reader', { person: 'lin@acme.example' }),
      letter('the second', { created_at: at + 1 }),
      letter('the third', { created_at: at + 3_000_000 }),
    ];
    await store.transaction((tx) => tx.insertInto('pages').values(rows).execute());
    const due = async (now: number) =>
      (await duePages(store.db, { now, channel: LETTERS, limit: 10, underWay: [] })).map(({ key }) => key);
    expect(await due(at + 3_599_999)).toEqual(['of another reader']);
    // The second is as good as first now, and holds up the third in its turn.
    expect(await due(at + 3_600_000)).toEqual(['of another reader', 'the second']);
  });
});
