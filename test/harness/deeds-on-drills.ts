import { newDrillSchema } from '@watchcase/api';
import { putEvidence } from '../../collector/src/backups/index.ts';
import { createDirectory } from '../../collector/src/directory/index.ts';
import { recordDrill } from '../../collector/src/http/record-drill.ts';
import { noteNews } from '../../collector/src/ingest/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import type { Deed } from './deed.ts';
import { NOW, seed } from './flow-house.ts';

const ERP = { hostId: 'acme.db1', job: 'erp' };

/** A host with a backup job of which somebody has told. */
export async function seedJob(store: Store): Promise<void> {
  await seed(store);
  await store.transaction((tx) => noteNews(tx, ERP, { from: NOW, toldAt: NOW }));
}

async function record(store: Store): Promise<void> {
  const file = { name: 'rows.txt', data: Buffer.from('41 203'), visibility: 'internal' } as const;
  const { id } = await putEvidence(store, ERP, { file, key: 'once', now: NOW });
  const [startedAt, endedAt] = [new Date(NOW - 3_600_000).toISOString(), new Date(NOW).toISOString()];
  const drill = newDrillSchema.parse({ startedAt, endedAt, outcome: 'passed', files: [id] });
  const by = { actor: 'lin', door: 'api', now: NOW } as const;
  await recordDrill({ store, directory: createDirectory(store) }, ERP, { drill, by, once: 'once' });
}

/** A restore drill that people made, with a file that proves it. */
export const deedsOnDrills = {
  'a drill with evidence': { prepare: seedJob, run: record },
} satisfies Record<string, Deed>;
