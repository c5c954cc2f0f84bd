import type { Clock, Log } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import type { Directory } from '../directory/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Membership } from '../membership/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { composePage, createSender, type Letters, type Sender } from '../notify/index.ts';
import { isRealCase } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import type { TestPost } from '../watch/index.ts';
import { answeredChannels, withButton } from './answered-channels.ts';
import type { LiveChanges } from './live-changes.ts';
import type { OwnAddress } from './own-address.ts';
import { recordLine } from './record-line.ts';
import { rosterOver } from './roster.ts';
import type { Restored } from './settle-restored.ts';

/** Starts what sends pages; `store` commits between two turns. */
export function startSender(parts: {
  config: CollectorConfig;
  store: Store;
  restored: Pick<Restored, 'isSettled'>;
  membership: Membership;
  address: OwnAddress;
  metrics: Metrics;
  live: LiveChanges;
  knowledge: Pick<Knowledge, 'hint'>;
  letters: Letters | undefined;
  directory: Directory;
  post: TestPost;
  clock: Clock;
  log: Log;
}): Sender {
  const { store, membership, metrics, live, clock, log } = parts;
  const roster = rosterOver(parts.config, parts.directory);
  const { linkSecret } = membership;
  const { hint } = parts.knowledge;
  const answered = answeredChannels(parts.config);
  return createSender({
    store,
    channels: [...parts.config.channels, parts.post.channel],
    addressable: parts.config.addressable,
    mostAnHour: parts.config.paging.mostAnHour,
    digestMs: parts.config.paging.digestSeconds * 1000,
    letters: parts.letters,
    roster,
    async compose(page) {
      const needs = { publicUrl: parts.address.public(), linkSecret, roster, hint };
      const message = await composePage(store.db, page, needs);
      return answered.has(page.channel) ? withButton(message) : message;
    },
    record: recordLine,
    shards: () => (parts.restored.isSettled() ? membership.ours() : []),
    mayAct: membership.mayAct,
    clock,
    log,
    random: Math.random,
    attempted({ caseId, outcome, delaySeconds, isLetter }) {
      if (!isRealCase(caseId)) return;
      if (isLetter === true) metrics.letter(outcome);
      else metrics.page(outcome, delaySeconds);
      live.tell({ cases: [caseId] });
    },
  });
}
