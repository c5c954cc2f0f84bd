import { parseUnread, unreadReasons } from '@watchcase/api';
import type { Selectable } from 'kysely';
import type { Store, Tables } from '../../store/index.ts';

/** What others say of an alert: what the failed run of its backup job wrote last, and why what it is about cannot be read; null = nothing. */
interface AlertReasons {
  said: string | null;
  why: string | null;
}

/** Reads it for the alerts of some hosts. */
export async function readReasons(
  db: Store['db'],
  hosts: readonly string[],
): Promise<(alert: Selectable<Tables['alerts']>) => AlertReasons> {
  if (hosts.length === 0) return () => ({ said: null, why: null });
  const jobs = await db
    .selectFrom('backup_jobs')
    .select(['host_id', 'job', 'output'])
    .where('host_id', 'in', hosts)
    .where('ok', '=', 0)
    .execute();
  const rows = await db.selectFrom('hosts').select(['id', 'unread']).where('id', 'in', hosts).execute();
  const unread = new Map(rows.map((row) => [row.id, parseUnread(row.unread)]));
  return (alert) => {
    const labels = JSON.parse(alert.labels) as Readonly<Record<string, string>>;
    const failed = jobs.find((one) => one.host_id === alert.host_id && one.job === labels['job']);
    const why = unreadReasons(unread.get(alert.host_id) ?? [], { series: alert.series, labels });
    return { said: failed?.output || null, why: why.length === 0 ? null : why.join('\n') };
  };
}
