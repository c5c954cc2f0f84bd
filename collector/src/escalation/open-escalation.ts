import { unchanged } from '../cases/index.ts';
import type { Directory } from '../directory/index.ts';
import type { CaseChange, PageOrder } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { dueEscalations } from './escalation-rows.ts';
import { followCases } from './follow.ts';
import type { Reachable } from './who-is-there.ts';

/** Who is asked one after the other until somebody has a case. */
export interface Escalations {
  /** Follows case changes; gives whom to page, by case. */
  follow(tx: Tx, changes: readonly CaseChange[], now: number): Promise<Map<number, readonly PageOrder[]>>;
  /** Cases of which something is due, as changes without lines. */
  due(tx: Tx, now: number, shards: readonly number[] | undefined): Promise<CaseChange[]>;
}

/** Opens the room. */
export function openEscalations(parts: {
  directory: Pick<Directory, 'current'>;
  roster(tx: Tx): Promise<Reachable>;
}): Escalations {
  return {
    follow: (tx, changes, now) =>
      followCases(tx, changes, {
        directory: () => parts.directory.current(tx),
        roster: () => parts.roster(tx),
        now,
      }),
    due: (tx, now, shards) => dueChanges(tx, now, shards),
  };
}

async function dueChanges(tx: Tx, now: number, shards: readonly number[] | undefined): Promise<CaseChange[]> {
  const ids = await dueEscalations(tx, now, shards);
  if (ids.length === 0) return [];
  const rows = await tx.selectFrom('cases').selectAll().where('id', 'in', ids).orderBy('id').execute();
  return rows.map(unchanged);
}
