import type { Generated } from 'kysely';
import type { Fixed, Json, Millis } from './columns.ts';

/** A collector that shares this database with others, while it is heard of. */
export interface CollectorTable {
  /** A new one each time it joins. */
  id: Fixed<string>;
  /** When its lease ends, by the database's clock. */
  until: Millis;
  /** Its last turn that changed cases. */
  turn: string | null;
}

/** Which collector works for a shard's customers; null when none does. */
export interface ShardTable {
  shard: Fixed<number>;
  owner: string | null;
}

/** What a collector asks of the one whose shard it is. */
export interface ErrandTable {
  id: Generated<number>;
  shard: Fixed<number>;
  body: Fixed<Json>;
  created_at: Fixed<Millis>;
  /** Null until it was done. */
  answer: Json | null;
}

/** Readings that were judged, for the next owner of their host. */
export interface JudgedBlockTable {
  id: Generated<number>;
  host_id: Fixed<string>;
  /** Where it was written first, and as which block. */
  history: Fixed<string>;
  block: Fixed<number>;
  first: Fixed<Millis>;
  /** From then on nothing looks back on it. */
  until: Fixed<Millis>;
  /** JSON object: number in the block to layout id. */
  layouts: Fixed<Json>;
  data: Fixed<Uint8Array>;
}

/** Up to which block the store knows what is in a collector's own history. */
export interface HistoryMarkTable {
  /** Id of that history. */
  history: Fixed<string>;
  block: number;
}
