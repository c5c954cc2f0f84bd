import { type Attachment, FILE_BYTES, type Visibility } from '@watchcase/api';
import type { Clock } from '@watchcase/runtime';
import { attachmentOf, describeFile, fileRefused, refuseTooMany } from '../attachments/index.ts';
import type { CaseAction, FileSender, IncomingFile } from '../model/index.ts';
import type { Store } from '../store/index.ts';

/** What a case may carry: files, and bytes of all. */
const BOUNDS = { files: 100, bytes: 20 * FILE_BYTES };

/** What putting files down needs. */
interface AttachNeeds {
  store: Store;
  act(caseId: number, action: CaseAction): Promise<void>;
  clock: Clock;
}

/**
 * Puts a file down and makes it part of a case: its row first, then the act, which marks it. One whose act never came is nobody's, and goes after a day. Errors:
 * ATTACHMENT_EMPTY, ATTACHMENT_TOO_LARGE, ATTACHMENTS_FULL, and those of the act.
 */
export async function attach(
  { store, act, clock }: AttachNeeds,
  caseId: number,
  file: IncomingFile,
  who: FileSender,
): Promise<Attachment> {
  const { data } = file;
  const visibility = who.by.role === 'customer' ? 'customer' : file.visibility;
  const row = describeFile({ ...file, visibility }, { whose: String(caseId), key: who.key });
  await refuseFull(store.db, caseId, row.size);
  const created_at = clock.now();
  await store.transaction((tx) =>
    tx
      .insertInto('attachments')
      .values({ ...row, case_id: caseId, attached: 0, created_at, data })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute(),
  );
  const attachment = attachmentOf(row);
  await act(caseId, { kind: 'attach', attachment, ...who });
  return attachment;
}

async function refuseFull(db: Store['db'], caseId: number, size: number): Promise<void> {
  const all = await db
    .selectFrom('attachments')
    .select((select) => [select.fn.countAll().as('files'), select.fn.sum('size').as('bytes')])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const there = { files: Number(all.files) + 1, bytes: Number(all.bytes) + size };
  refuseTooMany(there, BOUNDS, 'a case may have 100 files and 200 MB');
}

/** A file of a case that its log has, and that may be read: `only` what is for the customer, or undefined for all. Errors: ATTACHMENT_NOT_FOUND. */
export async function readAttachment(
  db: Store['db'],
  { caseId, id, only }: { caseId: number; id: string; only: Visibility | undefined },
) {
  const row = await db
    .selectFrom('attachments')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('id', '=', id)
    .where('attached', '=', 1)
    .executeTakeFirst();
  if (row === undefined || (only !== undefined && row.visibility !== only))
    throw fileRefused('ATTACHMENT_NOT_FOUND', 'there is no such file of this case', 'read the case again');
  return row;
}
