import { randomBytes } from 'node:crypto';
import { type Attachment, FILE_BYTES } from '@watchcase/api';
import { shortHash, UserError } from '@watchcase/runtime';
import type { IncomingFile } from '../model/index.ts';
import { typeOfContent } from './type-of-content.ts';

const LONGEST_NAME = 200;

/** What a row says of a file, whosever it is; `size` in bytes. */
type KeptFile = Omit<Attachment, 'sizeBytes'> & { size: number };

/** How many files there may be, and bytes of all of them. */
interface Bounds {
  files: number;
  bytes: number;
}

/**
 * What is kept of a file that was sent: a name that harms nobody, and its type by its content. Under one key what is sent for one thing (`whose`) has one id, however often it is
 * sent. Errors: ATTACHMENT_EMPTY, ATTACHMENT_TOO_LARGE.
 */
export function describeFile(
  { name, data, visibility }: IncomingFile,
  { whose, key }: { whose: string; key: string | undefined },
): KeptFile {
  if (data.length === 0) throw fileRefused('ATTACHMENT_EMPTY', 'the file is empty', 'choose another one');
  if (data.length > FILE_BYTES)
    throw fileRefused(
      'ATTACHMENT_TOO_LARGE',
      'a file may have 10 MB',
      'make it smaller, or send a part of it',
    );
  return {
    id: key === undefined ? randomBytes(16).toString('hex') : shortHash(`${whose} ${key}`),
    name: safeName(name),
    type: typeOfContent(data),
    size: data.length,
    visibility,
  };
}

/** The same as whoever asks is told it. */
export function attachmentOf({ id, name, type, size, visibility }: KeptFile): Attachment {
  return { id, name, type, sizeBytes: size, visibility };
}

/** Errors: ATTACHMENTS_FULL where there would be more than there may be; `message` says how many may. */
export function refuseTooMany(there: Bounds, most: Bounds, message: string): void {
  if (there.files > most.files || there.bytes > most.bytes)
    throw fileRefused('ATTACHMENTS_FULL', message, 'put it elsewhere and name the place in a note');
}

/** Why a file is not taken, or not there. */
export function fileRefused(code: string, message: string, fix: string): UserError {
  return new UserError({ code, place: 'attachment', message, fix });
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
