import { existsSync, rmSync } from 'node:fs';
import type { Clock, Log } from '@watchcase/runtime';
import { appendAudit } from '../audit/index.ts';
import type { Flow } from '../flow.ts';
import { MANIFEST, readManifest } from '../own-backup/index.ts';
import type { DataFolder } from '../startup/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { recordLine } from './record-line.ts';

/** Whether the data folder was put back from a backup and not taken care of yet: nobody is paged until then. */
export interface Restored {
  isSettled(): boolean;
  /** Takes care of it; at once where there is nothing to do. */
  settle(rooms: { flow: Flow; store: Store; clock: Clock; log: Log }): Promise<void>;
}

/** Looks whether what the backup said of itself lies in the data folder: so it does at the first start, however it was put there. */
export function openRestored(folder: DataFolder): Restored {
  const file = folder.file(MANIFEST);
  let isSettled = !existsSync(file);
  return {
    isSettled: () => isSettled,
    async settle({ flow, store, clock, log }) {
      if (isSettled) return;
      const { madeAt } = readManifest(folder.path);
      // What fell due meanwhile is written down as after any pause, with its pages.
      await flow.tick();
      const now = clock.now();
      const pages = await flow.exclusive(() => store.transaction((tx) => settleIn(tx, { madeAt, now })));
      rmSync(file);
      isSettled = true;
      log.warn(
        { code: 'RESTORED_FROM_BACKUP', madeAt, pages },
        'this data is from a backup; pages that waited in it were not sent',
      );
    },
  };
}

/** Gives how many pages are not sent. */
async function settleIn(tx: Tx, { madeAt, now }: { madeAt: string; now: number }): Promise<number> {
  const pages = await withholdPages(tx, { madeAt, now });
  // A session that was ended, a link or a token that was used since would be good once more.
  await tx.deleteFrom('access').where('kind', 'in', ['session', 'login-link']).execute();
  await tx
    .updateTable('enrolments')
    .set({ revoked_at: now })
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  const after = { madeAt, pagesNotSent: pages };
  const entry = { subject: 'collector', act: 'restore', before: null, after };
  await appendAudit(tx, [entry], { actor: 'watchcase', door: 'command', now });
  return pages;
}

/** They may have been sent after the backup was made. A case that nobody is at is found by the auditor, and by its chain. */
async function withholdPages(tx: Tx, { madeAt, now }: { madeAt: string; now: number }): Promise<number> {
  const waiting = await tx.selectFrom('pages').selectAll().where('finished_at', 'is', null).execute();
  const detail = `withdrawn: it may have been sent after the backup of ${madeAt}, from which this collector was restored`;
  for (const { id, case_id, person, channel, reason, attempts } of waiting) {
    await tx.updateTable('pages').set({ state: 'failed', finished_at: now }).where('id', '=', id).execute();
    const data = { person, channel, reason, attempt: attempts, detail };
    await recordLine(tx, case_id, { time: now, kind: 'page-failed', text: '', data });
  }
  return waiting.length;
}
