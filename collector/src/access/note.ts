import type { Door } from '@watchcase/api';
import type { Tx } from '../store/index.ts';

/** Who changes something, by which door, and when (Unix milliseconds). */
export interface Changing {
  actor: string;
  door: Door;
  now: number;
}

/** Writes lines of the audit log within the transaction of the change itself. */
export type Note = (
  tx: Tx,
  entries: readonly { subject: string; act: string; before: unknown; after: unknown }[],
  by: Changing,
) => Promise<void>;
