import type { RecordKind } from '@watchcase/api';
import { recordKinds } from '@watchcase/api';
import type { Fault } from '@watchcase/runtime';
import { findFaults } from './find-faults.ts';
import { mergeFields } from './merge-fields.ts';
import { type DirectoryRecord, isRetired, type PlannedChange, type RecordData } from './record.ts';
import { keyOf } from './rows.ts';
import { isSameValue } from './same-value.ts';
import type { Snapshot } from './snapshot.ts';
import type { WantedRecord } from './wanted.ts';

/** What is not in the files and stays: a record, or a field of one. */
export interface Kept {
  kind: RecordKind;
  id: string;
  field?: string;
  wanted?: unknown;
  by: string;
  door: DirectoryRecord['door'];
  /** Hosts report from it: nothing takes it away. */
  inUse: boolean;
}

/** What would become of the directory. */
export interface Plan {
  changes: PlannedChange[];
  kept: Kept[];
  faults: Fault[];
}

/** How to understand what is wanted. */
export type PlanMode =
  /** Some records as they shall be, whatever there is besides. */
  | { of: 'records' }
  /** Some fields of some records. */
  | { of: 'fields' }
  /** All there shall be. `baseOf`: what a record was when it last came from a file; `inUse`: keys of records that hosts report from. */
  | { of: 'everything'; prune: boolean; baseOf: ReadonlyMap<string, RecordData>; inUse: ReadonlySet<string> };

/** What `wanted` would change (pure). The same for files, tables, console and API. With faults nothing may be done. */
export function plan(current: Snapshot, wanted: readonly WantedRecord[], mode: PlanMode): Plan {
  const merged = wanted.map((one) => mergeOne(current, one, mode));
  const absent = mode.of === 'everything' ? absentOf(current, wanted, mode) : { gone: [], kept: [] };
  const changes = [...merged.flatMap(({ change }) => change), ...absent.gone];
  const kept = [...merged.flatMap((one) => one.kept), ...absent.kept];
  const place = ({ kind }: { kind: RecordKind }) => recordKinds.indexOf(kind);
  return {
    changes: changes.toSorted((a, b) => place(a) - place(b)),
    kept: kept.toSorted((a, b) => place(a) - place(b)),
    faults: findFaults(current, wanted, changes),
  };
}

function mergeOne(
  current: Snapshot,
  { kind, id, data }: WantedRecord,
  mode: PlanMode,
): { change: PlannedChange[]; kept: Kept[] } {
  const before = current.get(kind, id);
  if (before === undefined) {
    return { change: [{ kind, id, act: 'add', before: null, after: data, version: 1 }], kept: [] };
  }
  const { after, kept } = afterOf(before, data, mode);
  return {
    change: isSameValue(before.data, after) ? [] : [changeTo(before, after)],
    kept: kept.map((one) => ({ kind, id, ...one, by: before.changedBy, door: before.door, inUse: false })),
  };
}

function afterOf(before: DirectoryRecord, data: RecordData, mode: PlanMode) {
  if (mode.of === 'fields') return { after: { ...before.data, ...data }, kept: [] };
  if (mode.of === 'records' || mode.prune) return { after: data, kept: [] };
  return mergeFields(mode.baseOf.get(keyOf(before)), before.data, data);
}

/** How a record becomes another one. */
export function changeTo(before: DirectoryRecord, after: RecordData): PlannedChange {
  const [was, is] = [isRetired(before), isRetired({ data: after })];
  const act = was === is ? 'change' : is ? 'retire' : 'restore';
  return { kind: before.kind, id: before.id, act, before: before.data, after, version: before.version + 1 };
}

/** What the files do not have: it goes with `prune`, and is told without. What came with the program, or is out of use, is nobody's loss. */
function absentOf(
  current: Snapshot,
  wanted: readonly WantedRecord[],
  { prune, inUse }: Extract<PlanMode, { of: 'everything' }>,
): { gone: PlannedChange[]; kept: Kept[] } {
  const named = new Set(wanted.map(keyOf));
  const gone: PlannedChange[] = [];
  const kept: Kept[] = [];
  for (const record of recordKinds.flatMap((kind) => current.all(kind))) {
    const { kind, id, changedBy: by, door } = record;
    if (named.has(keyOf(record)) || door === 'shipped' || isRetired(record)) continue;
    // A host is there because its agent is; what people know of it is all that can go.
    const after = kind === 'hosts' ? { id } : { ...record.data, retired: true };
    if (isSameValue(record.data, after)) continue;
    const isUsed = inUse.has(keyOf(record));
    if (prune && !isUsed) gone.push(changeTo(record, after));
    else kept.push({ kind, id, by, door, inUse: isUsed });
  }
  return { gone, kept };
}
