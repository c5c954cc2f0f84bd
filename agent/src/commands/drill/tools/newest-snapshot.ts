import { newestOf } from '../../../backups/newest.ts';
import { madeAt, type Snapshot } from '../../../backups/snapshot.ts';
import { drillFailed } from '../drill-failed.ts';

/**
 * The newest of what `tool` has listed, as whoever watches the backup sees it: what is not whole, or from the future, is passed over. Throws DRILL_FAILED where there is none
 * or the list is none, and BACKUP_FROM_FUTURE where all are from the future (UserError).
 */
export function newestSnapshot(
  tool: string,
  listed: readonly Snapshot[] | undefined,
  now: number,
): { id: string; at: number } {
  if (listed === undefined) throw drillFailed(tool, 'what it listed is not what it should be');
  const usable = listed.filter(({ complete }) => complete !== 'no');
  const { backup } = newestOf(usable, { madeAt, now, location: tool });
  if (backup === null) throw drillFailed(tool, 'it has no backup that the plan asks for');
  return { id: backup.id, at: madeAt(backup) };
}
