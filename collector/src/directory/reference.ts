import type { RecordKind } from '@watchcase/api';

/** A record that another one names, and where it names it. */
export interface Reference {
  path: (string | number)[];
  kind: RecordKind;
  id: string;
  /** The customer of which both must be; undefined where that does not matter. */
  customer?: string;
}
