import type { RecordKind } from '@watchcase/api';
import { readRecords } from '../../api/directory.ts';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { recordName } from '../../words/record-fields.ts';

const MOST_OFFERED = 500;

/** The records of a kind that can be chosen, at most 500, named in the reader's language; none before they are read. */
export function useOffered(kind: RecordKind): { id: string; name: string }[] {
  const list = useResource(`choice ${kind}`, (signal) => readRecords(kind, { limit: MOST_OFFERED }, signal));
  return (list.data.value?.items ?? []).map((one) => ({ id: one.id, name: recordName(one, language.value) }));
}
