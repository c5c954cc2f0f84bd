import { openSqliteStore } from '@watchcase/collector/store/index.ts';
import { channelInstanceSchema } from '@watchcase/collector/notify/config.ts';
import { createSender, type Sender } from '@watchcase/collector/notify/sender.ts';
import type { SenderNeeds } from '@watchcase/collector/notify/sender-needs.ts';
import { type Clock, createLog } from '@watchcase/runtime';
import { dutyRoster } from './duty-roster.ts';
import { samplePageOf } from './sample-page.ts';

/** A sender by webhook over the database at `file`, which may be another process's too. Its pages say little: what matters is their key. `more` replaces what it needs. */
export async function senderOver(
  file: string,
  url: string,
  clock: Clock,
  more: Partial<SenderNeeds> = {},
): Promise<Sender> {
  return createSender({
    store: more.store ?? (await openSqliteStore(file)),
    channels: [channelInstanceSchema.parse({ name: 'hook', type: 'webhook', options: { url } })],
    compose: (page) => Promise.resolve(samplePageOf(page)),
    record: () => Promise.resolve(),
    roster: dutyRoster(),
    clock,
    log: createLog('test', 'silent'),
    random: () => 0,
    attempted: () => undefined,
    ...more,
  });
}
