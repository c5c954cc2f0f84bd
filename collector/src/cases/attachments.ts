import { createHash, randomBytes } from 'node:crypto';
import type { Attachment, Visibility } from '@watchcase/api';
import { type Clock, UserError } from '@watchcase/runtime';
import type { CaseAction, FileSender, IncomingFile } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { typeOfContent } from './type-of-content.ts';

/** What a case may carry: bytes of one file, files, and bytes of all. */
export const ATTACHMENT_BOUNDS = { bytes: 10 * 1_048_576, files: 100, allBytes: 200 * 1_048_576 } as const;
const LONGEST_NAME = 200;

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
  const { data, visibility } = file;
  await refuseTooMuch(store.db, caseId, data.length);
  const row = {
    id: idOf(caseId, who.key),
    name: safeName(file.name),
    type: typeOfContent(data),
    size: data.length,
    visibility: who.by.role === 'customer' ? ('customer' as const) : visibility,
  };
  const created_at = clock.now();
  await store.transaction((tx) =>
    tx
      .insertInto('attachments')
      .values({ ...row, case_id: caseId, attached: 0, created_at, data })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute(),
  );
  const { size: sizeBytes, ...rest } = row;
  const attachment = { ...rest, sizeBytes };
  await act(caseId, { kind: 'attach', attachment, ...who });
  return attachment;
}

/** Under one key a file has one id, however often it is sent. */
function idOf(caseId: number, key?: string): string {
  if (key === undefined) return randomBytes(16).toString('hex');
  return createHash('sha256').update(`${caseId} ${key}`).digest('hex').slice(0, 32);
}

async function refuseTooMuch(db: Store['db'], caseId: number, size: number): Promise<void> {
  if (size === 0) throw refusal('ATTACHMENT_EMPTY', 'the file is empty', 'choose another one');
  if (size > ATTACHMENT_BOUNDS.bytes)
    throw refusal('ATTACHMENT_TOO_LARGE', 'a file may have 10 MB', 'make it smaller, or send a part of it');
  const all = await db
    .selectFrom('attachments')
    .select((select) => [select.fn.countAll().as('files'), select.fn.sum('size').as('bytes')])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  if (Number(all.files) >= ATTACHMENT_BOUNDS.files || Number(all.bytes) + size > ATTACHMENT_BOUNDS.allBytes)
    throw refusal(
      'ATTACHMENTS_FULL',
      'a case may have 100 files and 200 MB',
      'put it elsewhere and name the place in a note',
    );
}

/** A file's name as it may stand in a header and on a disk: no folder, no control character, not too long. */
function safeName(name: string): string {
  const base = name
    .normalize('NFC')
    .replaceAll(/^.*[/\\]/gs, '')
    .replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '_')
    .trim();
  return base === '' || /^\.+$/.test(base) ? 'file' : Array.from(base).slice(0, LONGEST_NAME).join('');
}

function refusal(code: string, message: string, fix: string): UserError {
  return new UserError({ code, place: 'attachment', message, fix });
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
    throw refusal('ATTACHMENT_NOT_FOUND', 'there is no such file of this case', 'read the case again');
  return row;
}
