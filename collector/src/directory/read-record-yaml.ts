import type { RecordKind } from '@watchcase/api';
import { placeOfPath, readYaml } from '@watchcase/runtime';
import { checkRecord } from './check-record.ts';
import { FILE_CODES } from './read-files.ts';
import type { ReadWanted } from './wanted.ts';

/** Reads one record from a YAML text of its fields (pure); faults are at `yaml:line:column`. Its id is `id`, whether the text says so or not. */
export function readRecordYaml(kind: RecordKind, id: string, text: string): ReadWanted {
  const read = readYaml({ file: 'yaml', text }, FILE_CODES);
  if ('faults' in read) return read;
  const place = (path: readonly (string | number)[]) => {
    const at = placeOfPath('yaml', read, path);
    return at === 'yaml' ? 'yaml:1:1' : at;
  };
  const fields: unknown = read.value ?? {};
  const isMap = typeof fields === 'object' && fields !== null && !Array.isArray(fields);
  const written = isMap ? (fields as { id?: unknown }).id : undefined;
  if (written !== undefined && written !== id)
    return {
      faults: [
        {
          code: 'DIRECTORY_INVALID',
          place: place(['id']),
          message: `the id of this record is "${id}", and stays`,
        },
      ],
    };
  const checked = checkRecord(kind, isMap ? { ...fields, id } : fields, place);
  return 'faults' in checked ? checked : { wanted: [{ kind, id, data: checked.data, place }] };
}
