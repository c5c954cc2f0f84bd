import type { FoundFile } from '../../host/index.ts';
import { fieldsOf, momentOf, textOf } from '../json-fields.ts';
import { createListReader, type ListReader } from '../list-reader.ts';

/** Reads `rclone lsjson --files-only`, which ends with exit code 0 when it is a whole list. */
export function fileReader(): ListReader<FoundFile> {
  return createListReader(undefined, (raw) => {
    const { Path: path, Size: bytes, ModTime: time } = fieldsOf(raw);
    const modifiedAt = momentOf(time);
    if (textOf(path) === undefined || typeof bytes !== 'number' || modifiedAt === null) return undefined;
    // -1 = the storage does not tell it.
    return { path: path as string, bytes: Math.max(0, bytes), modifiedAt };
  });
}
