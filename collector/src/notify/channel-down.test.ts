import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { START } from '../../../test/harness/cases-in-steps.ts';
import { openChainDesk } from '../../../test/harness/chain-desk.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import type { Store } from '../store/index.ts';
import { recordLine } from '../wiring/record-line.ts';
import { channelInstanceSchema } from './config.ts';
import { createRoster } from './roster.ts';

const MINUTE = 60_000;

let chat: Webhook;
let phone: Webhook;
beforeEach(async () => {
  [chat, phone] = [await startWebhook(), await startWebhook()];
});
afterEach(async () => {
  await chat.stop();
  await phone.stop();
});

/** When something is to happen next, Unix milliseconds: an attempt, or a step of the chain. */
async function nextMoment(store: Store, chainMinute: number | null): Promise<number> {
  const { at } = await store.db
    .selectFrom('pages')
    .select((query) => query.fn.min('next_at').as('at'))
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow();
  const chainAt = chainMinute === null ? Number.POSITIVE_INFINITY : START + chainMinute * MINUTE;
  return Math.min(at ?? Number.POSITIVE_INFINITY, chainAt);
}

/** No attempt is under way, and none is due. */
async function isAtRest(store: Store, now: number): Promise<boolean> {
  const row = await store.db
    .selectFrom('pages')
    .select('id')
    .where('finished_at', 'is', null)
    .where((where) => where.or([where('state', '=', 'sending'), where('next_at', '<=', now)]))
    .executeTakeFirst();
  return row === undefined;
}

/** One transaction at a time, as the collector's own store between turns has them: the end of an attempt waits for nobody's turn to be tried again. */
function oneAtATime(store: Store): Store {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...store,
    transaction(work) {
      const own = last.then(() => store.transaction(work));
      last = own.catch(() => undefined);
      return own;
    },
  };
}

describeEachStore('a channel that is down for an hour', (newDatabase) => {
  it('leads to the next way at the moment of the chain, and has each of its pages once when it is back', async () => {
    const store = oneAtATime(await (await newDatabase()).open());
    const desk = await openChainDesk(store);
    const clock = new ManualClock(START);
    const minute = () => (clock.now() - START) / MINUTE;
    const taken: string[] = [];
    const takeAt = (name: string, isUp: () => boolean) => (request: { body: string }) => {
      if (!isUp()) return { status: 503 };
      const { key, person } = JSON.parse(request.body) as { key: string; person: string };
      taken.push(`${minute() < 60 ? 'meanwhile' : 'after'} ${name} ${person} ${key}`);
      return { status: 200 };
    };
    chat.answerWith(takeAt('chat', () => minute() >= 60));
    phone.answerWith(takeAt('phone', () => true));
    const sender = await senderOver('', chat.url, clock, {
      store,
      channels: [
        channelInstanceSchema.parse({ name: 'chat', type: 'webhook', options: { url: chat.url } }),
        channelInstanceSchema.parse({ name: 'phone', type: 'webhook', options: { url: phone.url } }),
      ],
      roster: () => Promise.resolve(createRoster({ duty: [], people: [] })),
      record: recordLine,
    });
    await desk.alert(0, 'fire', 'a', 'minor');
    for (;;) {
      await eventually(
        () => {
          sender.wake();
          return isAtRest(store, clock.now());
        },
        { timeoutMs: 30_000 },
      );
      const at = await nextMoment(store, await desk.next());
      if (at > START + 70 * MINUTE) break;
      await clock.advance(Math.max(0, at - clock.now()));
      if (((await desk.next()) ?? Number.POSITIVE_INFINITY) <= minute()) await desk.tick(minute());
    }
    const stopped = sender.stop();
    await clock.advance(1000);
    await stopped;
    const ways = taken.map((line) => line.split(' ').slice(0, 3).join(' '));
    // The lead by the step's own channel, and when three quarters of the time are over; the manager as the last resort, each time it is asked.
    expect(ways.toSorted()).toEqual([
      'after chat lin',
      'after chat qian',
      'after chat qian',
      'after chat qian',
      'after chat zhao',
      'meanwhile phone lin',
      'meanwhile phone lin',
    ]);
    expect(chat.received.length).toBeGreaterThan(20);
    const keys = taken.map((line) => line.split(' ').at(-1));
    expect(new Set(keys).size).toBe(keys.length);
    const left = await store.db.selectFrom('pages').select('id').where('state', '!=', 'delivered').execute();
    expect(left).toEqual([]);
  });
});
