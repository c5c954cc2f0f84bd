import { type RecordKind, recordKinds } from '@watchcase/api';
import {
  type Fault,
  mostTold,
  nearestWord,
  placeOfPath,
  type ReadYaml,
  readYaml,
  type YamlSource,
} from '@watchcase/runtime';
import { checkRecord } from './check-record.ts';
import { keyOf } from './rows.ts';
import type { ReadWanted, WantedRecord } from './wanted.ts';

/** Codes of what can be wrong with a file as such. */
export const FILE_CODES = {
  notYaml: 'DIRECTORY_NOT_YAML',
  tooLong: 'DIRECTORY_TOO_LONG',
  notUtf8: 'DIRECTORY_NOT_UTF8',
};

/** Reads the YAML form from files that are one whole (pure): a map of kinds, each a list of records. All faults of all files are told. */
export function readFiles(files: readonly YamlSource[]): ReadWanted {
  const faults: Fault[] = [];
  const found = new Map<string, WantedRecord>();
  for (const source of files) {
    const read = readYaml(source, FILE_CODES);
    if ('faults' in read) faults.push(...read.faults);
    else
      for (const record of recordsOf(source.file, read, faults)) {
        const key = keyOf(record);
        const other = found.get(key);
        if (other === undefined) found.set(key, record);
        else faults.push(twice(record, other));
      }
  }
  return faults.length > 0 ? { faults: mostTold(faults) } : { wanted: [...found.values()] };
}

function recordsOf(file: string, read: ReadYaml, faults: Fault[]): WantedRecord[] {
  const placeOf = (path: readonly (string | number)[]) => {
    const place = placeOfPath(file, read, path);
    return place === file ? `${file}:1:1` : place;
  };
  if (read.value === null) return [];
  if (!isMap(read.value)) {
    faults.push(invalid(placeOf([]), `a map of kinds (${recordKinds.join(', ')}) is expected`));
    return [];
  }
  return Object.entries(read.value).flatMap(([section, entries]) => {
    if (!isKind(section)) {
      faults.push(unknownKind(placeOf([section]), section));
      return [];
    }
    if (entries === null) return [];
    if (!Array.isArray(entries)) {
      faults.push(invalid(placeOf([section]), `"${section}": a list of records is expected`));
      return [];
    }
    return entries.flatMap((entry: unknown, index) => {
      const place = (path: readonly (string | number)[]) => placeOf([section, index, ...path]);
      const checked = checkRecord(section, entry, place);
      if ('data' in checked) return [{ kind: section, id: checked.data.id, data: checked.data, place }];
      faults.push(...checked.faults);
      return [];
    });
  });
}

/** True of a kind's name. */
export function isKind(name: string): name is RecordKind {
  return (recordKinds as readonly string[]).includes(name);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(place: string, message: string): Fault {
  return { code: 'DIRECTORY_INVALID', place, message };
}

function unknownKind(place: string, name: string): Fault {
  const meant = nearestWord(name, recordKinds);
  return {
    code: 'DIRECTORY_UNKNOWN_KEY',
    place,
    message: `"${name}" is no kind of record`,
    fix: meant === undefined ? `one of ${recordKinds.join(', ')} is expected` : `did you mean "${meant}"?`,
  };
}

function twice(record: WantedRecord, other: WantedRecord): Fault {
  return {
    code: 'DIRECTORY_TWICE',
    place: record.place(['id']),
    message: `"${record.id}" of ${record.kind} is at ${other.place(['id'])} already`,
    fix: 'keep one of them',
  };
}
