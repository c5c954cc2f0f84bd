import type { RecordKind } from '@watchcase/api';
import { readRecord, readRecords } from '../api/directory.ts';
import { recordName } from '../words/record-fields.ts';
import { language } from './language.ts';
import { useResource } from './use-resource.ts';

/** What records are called, in the reader's language; their ids before they are read, and where they cannot be. */
export function useNames(
  of: readonly { kind: RecordKind; id: string }[],
): (kind: RecordKind, id: string) => string {
  const keys = of.map(({ kind, id }) => `${kind}/${id}`);
  const read = useResource(`names ${keys.join(' ')}`, (signal) =>
    Promise.all(of.map(({ kind, id }) => readRecord(kind, id, signal).catch(() => undefined))),
  );
  const records = read.data.value ?? [];
  return (kind, id) => {
    const record = records[keys.indexOf(`${kind}/${id}`)];
    return record === undefined ? id : recordName(record, language.value);
  };
}

const MOST_NAMED = 500;

/** The same of all records of some kinds, at most 500 of each: for lists, of which nobody knows beforehand whom they name. */
export function useNamesOfKinds(kinds: readonly RecordKind[]): (kind: RecordKind, id: string) => string {
  const read = useResource(`names of ${kinds.join(' ')}`, (signal) =>
    Promise.all(kinds.map((kind) => readRecords(kind, { limit: MOST_NAMED }, signal))),
  );
  const lists = read.data.value ?? [];
  return (kind, id) => {
    const record = lists[kinds.indexOf(kind)]?.items.find((one) => one.id === id);
    return record === undefined ? id : recordName(record, language.value);
  };
}
