import type { RecordKind } from '@watchcase/api';
import type { Fault } from '@watchcase/runtime';
import { kinds } from './kinds.ts';
import { isRetired } from './record.ts';
import { keyOf } from './rows.ts';
import type { Snapshot } from './snapshot.ts';
import type { WantedRecord } from './wanted.ts';

/** Records by which somebody is on duty. */
const onDuty: ReadonlySet<RecordKind> = new Set(['rotas', 'overrides', 'swaps']);

/** Who is out of use is not put on duty (pure). Who is named already when they go stays named, and is a finding: no change may be refused for what was there before. */
export function retiredFaults(current: Snapshot, wanted: readonly WantedRecord[]): Fault[] {
  const own = new Map(wanted.map((one) => [keyOf(one), one]));
  return wanted
    .filter((record) => onDuty.has(record.kind) && !isRetired(record))
    .flatMap((record) => {
      const before = current.get(record.kind, record.id);
      const named = new Set(
        before === undefined ? [] : peopleOf(before.kind, before.data).map(({ id }) => id),
      );
      return peopleOf(record.kind, record.data)
        .filter(({ id }) => !named.has(id))
        .filter((reference) => {
          const person = own.get(keyOf(reference)) ?? current.get('people', reference.id);
          return person !== undefined && isRetired(person);
        })
        .map(({ id, path }) => ({
          code: 'DIRECTORY_RETIRED',
          place: record.place(path),
          message: `"${id}" is out of use`,
          fix: 'name somebody who is there, or take that person into use again first',
        }));
    });
}

function peopleOf(kind: RecordKind, data: WantedRecord['data']) {
  return kinds[kind].references(data).filter((reference) => reference.kind === 'people');
}
