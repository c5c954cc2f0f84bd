import { backoffMs } from '@watchcase/runtime';
import { z } from 'zod';
import type { PollNeeds } from '../../contract.ts';
import { type Bot, callBot, readUpdate } from './read-update.ts';

/** Telegram holds the answer back for so long while there is nothing. Seconds. */
const LONG_SECONDS = 25;
/** How often it is asked whether it is ours to fetch. */
const OTHERS_MS = 5000;
const RETRY = { firstMs: 1000, maxMs: 60_000 };

const updatesSchema = z.object({ result: z.array(z.object({ update_id: z.int() }).loose()) });

/**
 * Fetches what was said to a bot until `signal`. Nothing is kept of how far it came: Telegram gives again what was not confirmed, and what was dealt with is known
 * by its id. An update that cannot be dealt with now is fetched again, and those behind it with it.
 */
export async function fetchUpdates(bot: Bot, needs: PollNeeds): Promise<void> {
  const { signal } = needs;
  let offset = 0;
  let failures = 0;
  while (!signal.aborted) {
    if (!needs.isOurs()) {
      await needs.pause(OTHERS_MS);
      continue;
    }
    try {
      offset = await fetchOnce(bot, offset, needs);
      failures = 0;
    } catch (error) {
      failures++;
      if (failures === 1 && !signal.aborted) needs.failed((error as Error).message);
      await needs.pause(backoffMs(failures, RETRY, 0.5));
    }
  }
}

async function fetchOnce(bot: Bot, offset: number, { signal, take }: PollNeeds): Promise<number> {
  const wanted = { offset, timeout: LONG_SECONDS, allowed_updates: ['message', 'callback_query'] };
  const called = await callBot(bot, 'getUpdates', wanted, signal);
  if (!called.ok) throw new Error(called.detail);
  const { data } = updatesSchema.safeParse(called.value);
  if (data === undefined) throw new Error('not the answer of Telegram');
  let next = offset;
  for (const update of data.result) {
    const reading = readUpdate(update, bot);
    if (reading.is === 'said') await take(reading.said);
    next = update.update_id + 1;
  }
  return next;
}
