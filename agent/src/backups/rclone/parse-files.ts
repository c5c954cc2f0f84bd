import type { FoundFile } from '../../host/index.ts';
import { fieldsOf, jsonOf, listOf, momentOf, textOf } from '../json-fields.ts';

/** Reads `rclone lsjson --files-only`, which ended with exit code 0; undefined when it is something else. */
export function parseFiles(output: string): FoundFile[] | undefined {
  return listOf(jsonOf(output), (raw) => {
    const { Path: path, Size: bytes, ModTime: time } = fieldsOf(raw);
    const modifiedAt = momentOf(time);
    if (textOf(path) === undefined || typeof bytes !== 'number' || modifiedAt === null) return undefined;
    // -1 = the storage does not tell it.
    return { path: path as string, bytes: Math.max(0, bytes), modifiedAt };
  });
}
