import type { Fault } from '@watchcase/runtime';
import { nearestWord } from '@watchcase/runtime';
import { foldText } from './fold-text.ts';
import { kinds } from './kinds.ts';
import { customerOf, isRetired, type PlannedChange } from './record.ts';
import type { Reference } from './reference.ts';
import { retiredFaults } from './retired-faults.ts';
import { keyOf } from './rows.ts';
import type { Snapshot } from './snapshot.ts';
import type { WantedRecord } from './wanted.ts';

/** What is wrong with what is wanted, beyond each record for itself (pure): names of records that there are not, of other customers' records, and names taken twice. */
export function findFaults(
  current: Snapshot,
  wanted: readonly WantedRecord[],
  changes: readonly PlannedChange[],
): Fault[] {
  const wantedKeys = new Set(wanted.map(keyOf));
  const isThere = (reference: Reference) =>
    wantedKeys.has(keyOf(reference)) || current.get(reference.kind, reference.id) !== undefined;
  const faults = wanted.flatMap((record) =>
    kinds[record.kind]
      .references(record.data)
      .flatMap((reference) => faultOf(reference, record, { current, wanted, isThere })),
  );
  return [...faults, ...retiredFaults(current, wanted), ...takenNames(current, wanted, changes)];
}

function faultOf(
  reference: Reference,
  record: WantedRecord,
  {
    current,
    wanted,
    isThere,
  }: { current: Snapshot; wanted: readonly WantedRecord[]; isThere(reference: Reference): boolean },
): Fault[] {
  const { kind, id, customer, path } = reference;
  const place = record.place(path);
  if (customer !== undefined && customerOf({ kind, id, data: { id } }) !== customer)
    return [
      {
        code: 'DIRECTORY_OTHER_CUSTOMER',
        place,
        message: `"${id}" is not of the customer "${customer}"`,
        fix: 'name one of this customer',
      },
    ];
  if (isThere(reference)) return [];
  const known = [...current.all(kind), ...wanted.filter((one) => one.kind === kind)].map((one) => one.id);
  const meant = nearestWord(id, known);
  return [
    {
      code: 'DIRECTORY_REFERENCE_UNKNOWN',
      place,
      message: `there is no "${id}" among ${kind}`,
      fix: meant === undefined ? `add it to ${kind}, or name one that is there` : `did you mean "${meant}"?`,
    },
  ];
}

/** Two customers, or sites of one customer, of one name could not be told apart. */
function takenNames(
  current: Snapshot,
  wanted: readonly WantedRecord[],
  changes: readonly PlannedChange[],
): Fault[] {
  const placeOf = new Map(wanted.map((one) => [keyOf(one), one.place(['name'])]));
  return (['customers', 'sites'] as const).flatMap((kind) => {
    const changed = new Map(changes.filter((one) => one.kind === kind).map((one) => [one.id, one.after]));
    if (changed.size === 0) return [];
    const all = [...current.all(kind).filter(({ id }) => !changed.has(id)), ...afterOf(kind, changed)];
    const byName = Map.groupBy(
      all.filter((one) => !isRetired(one)),
      ({ id, data }) => `${kind === 'sites' ? id.split('.')[0] : ''} ${foldText(String(data['name']))}`,
    );
    return [...byName.values()]
      .filter((same) => same.length > 1)
      .flatMap((same) =>
        nameFault(
          kind,
          same.map(({ id }) => id),
          placeOf,
        ),
      );
  });
}

function afterOf(kind: 'customers' | 'sites', changed: ReadonlyMap<string, PlannedChange['after']>) {
  return [...changed].map(([id, data]) => ({ kind, id, data }));
}

function nameFault(kind: string, ids: readonly string[], placeOf: ReadonlyMap<string, string>): Fault[] {
  const id = ids.findLast((one) => placeOf.has(`${kind}/${one}`)) ?? '';
  const other = ids.find((one) => one !== id);
  return [
    {
      code: 'NAME_TAKEN',
      place: placeOf.get(`${kind}/${id}`) ?? kind,
      message: `another one has this name already (id ${other})`,
      fix: 'choose another name',
    },
  ];
}
