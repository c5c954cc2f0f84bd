import type {
  directoryListQuerySchema,
  DirectoryRecordDetail,
  DirectoryRecordView,
  RecordKind,
} from '@watchcase/api';
import type { z } from 'zod';
import {
  customerOf,
  type DirectoryRecord,
  foldText,
  isRetired,
  notFound,
  type Snapshot,
  writeRecordYaml,
} from '../../directory/index.ts';
import type { Asker } from '../../access/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { HttpRooms } from '../rooms.ts';
import { iso } from './time.ts';

type Query = z.output<typeof directoryListQuerySchema> & { asker: Limits };
/** Of whose customers the asker may know. */
type Limits = Pick<Asker, 'customers'>;

/** Whether a record is of the asker's customers, or of nobody in particular (pure). */
export function isRecordFor({ customers }: Limits, record: DirectoryRecord): boolean {
  const customer = customerOf(record);
  return customers === null || customer === undefined || customers.includes(customer);
}

/** One page of the records of a kind, by id. */
export function listRecords(snapshot: Snapshot, kind: RecordKind, query: Query) {
  const after = query.cursor === undefined ? '' : idAfter(kind, query.cursor);
  const search = foldText(query.search ?? '');
  const found = snapshot
    .all(kind)
    .filter((one) => one.id > after && (query.retired === 'true' || !isRetired(one)))
    .filter((one) => isRecordFor(query.asker, one))
    .filter((one) => query.customer === undefined || customerOf(one) === query.customer)
    .filter((one) => search === '' || foldText(JSON.stringify(one.data)).includes(search));
  const { limit } = query;
  const page = pageOf(found, { list: 'directory', limit, keyOf: ({ id }) => [kind, id] });
  return { items: page.items.map(recordView), next: page.next };
}

/** A cursor of another kind is one of another list. */
function idAfter(kind: RecordKind, cursor: string): string {
  const [of, id] = decodeCursor(cursor, 'directory');
  return of === kind ? id : '\uffff';
}

/** One record with its history. Errors: RECORD_NOT_FOUND. */
export async function readRecord(
  { directory }: Pick<HttpRooms, 'directory'>,
  { kind, id, asker }: { kind: RecordKind; id: string; asker: Limits },
): Promise<DirectoryRecordDetail> {
  const versions = (await directory.versions(kind, id)).filter((one) => isRecordFor(asker, one));
  const [newest] = versions;
  if (newest === undefined) throw notFound(kind, id);
  return {
    ...recordView(newest),
    yaml: writeRecordYaml(newest.data),
    versions: versions.map(({ version, data, changedAt, changedBy, door }) => ({
      version,
      data,
      changedAt: iso(changedAt),
      changedBy,
      door,
    })),
  };
}

/** A record as others see it. */
export function recordView(record: DirectoryRecord): DirectoryRecordView {
  const { kind, id, version, data, changedAt, changedBy, door } = record;
  return { kind, id, version, retired: isRetired(record), data, changedAt: iso(changedAt), changedBy, door };
}
