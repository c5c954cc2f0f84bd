/** Readings of one host that were judged, in their order: a block of some collector's history, for whoever takes the host over. */
export interface JudgedBlock {
  hostId: string;
  /** The history it was written in, and its id there. */
  history: string;
  block: number;
  /** What its readings' times are relative to, Unix milliseconds. */
  first: number;
  /** Ids of the layouts it names, by the number it names them with. */
  layouts: Readonly<Record<number, string>>;
  data: Uint8Array;
}
