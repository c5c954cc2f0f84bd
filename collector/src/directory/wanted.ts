import type { RecordKind } from '@watchcase/api';
import type { Fault } from '@watchcase/runtime';
import type { RecordData } from './record.ts';

/** A record as somebody wants it, checked for itself, and where its fields stand. */
export interface WantedRecord {
  kind: RecordKind;
  id: string;
  data: RecordData;
  /** `file:line:column` of a field, or the field's own name where there is no file. */
  place(path: readonly (string | number)[]): string;
}

/** A record that comes with the program. */
export interface ShippedRecord extends WantedRecord {
  /** The version that it begins with where it is new: programs have named it so before. */
  version: number;
}

/** What was read, or all that is wrong with it. */
export type ReadWanted = { wanted: WantedRecord[] } | { faults: Fault[] };
