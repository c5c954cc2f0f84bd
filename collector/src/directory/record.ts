import type { Door, RecordKind } from '@watchcase/api';

/** A record in its YAML form. */
export type RecordData = Readonly<Record<string, unknown>> & { readonly id: string };

/** One version of a record. */
export interface DirectoryRecord {
  kind: RecordKind;
  id: string;
  /** 1 for the first. */
  version: number;
  data: RecordData;
  /** Unix milliseconds. */
  changedAt: number;
  changedBy: string;
  door: Door;
}

/** Who writes, by which door, when (Unix milliseconds). */
export interface Writing {
  actor: string;
  door: Door;
  now: number;
}

/** What becomes of a record. */
export interface PlannedChange {
  kind: RecordKind;
  id: string;
  act: 'add' | 'change' | 'retire' | 'restore';
  /** Null of a new one. */
  before: RecordData | null;
  after: RecordData;
  /** Of `after`. */
  version: number;
}

/** True of one that is out of use. */
export function isRetired({ data }: Pick<DirectoryRecord, 'data'>): boolean {
  return data['retired'] === true;
}

/** The customer that a record is of, if it is of one: what it names, or its id begins with. */
export function customerOf({
  kind,
  id,
  data,
}: Pick<DirectoryRecord, 'kind' | 'id' | 'data'>): string | undefined {
  if (kind === 'customers') return id;
  if (kind === 'sites' || kind === 'hosts') return id.split('.')[0];
  return typeof data['customer'] === 'string' ? data['customer'] : undefined;
}
