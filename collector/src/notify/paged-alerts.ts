import { parseUnread, type Severity, type Title, titleOf, unreadReasons } from '@watchcase/api';
import { prepared } from '../prepared.ts';
import type { Store } from '../store/index.ts';

/** An alert of a case as a page tells it. */
export interface PagedAlert {
  /** As it is now: its numbers move while the case keeps its name. */
  titles: Title;
  severity: Severity;
  frozen: boolean;
  runbook: string | null;
  /** Why, in the words of the agent that cannot read it or of the program that failed; empty when nobody said anything. */
  reason: string;
}

/** More are not read at night; of more it is said how many. */
export const MOST_TOLD = 20;
const MOST_CHARACTERS = 200;

const selectPaged = prepared((db, caseId: number) =>
  db
    .selectFrom('alerts')
    .innerJoin('hosts', 'hosts.id', 'alerts.host_id')
    .select(['title', 'title_zh', 'severity', 'state', 'runbook', 'host_id', 'labels', 'series', 'unread'])
    .where('case_id', '=', caseId)
    .where((where) => where.or([where('state', '=', 'firing'), where('frozen_from', '=', 'firing')]))
    .orderBy((order) =>
      order
        .case('severity')
        .when('critical')
        .then(0)
        .when('major')
        .then(1)
        .when('minor')
        .then(2)
        .else(3)
        .end(),
    )
    .orderBy('state')
    .orderBy('fired_at')
    .orderBy('alerts.id')
    .limit(MOST_TOLD),
);

/** What a case's pages name: the worst first, of equals those that fire, then the oldest. */
export async function readPagedAlerts(db: Store['db'], caseId: number): Promise<PagedAlert[]> {
  const { rows } = await selectPaged(db, caseId);
  const ofJobs = rows.filter(({ labels }) => jobOf(labels) !== undefined);
  const lastWords = await readLastWords(
    db,
    ofJobs.map(({ host_id }) => host_id),
  );
  return rows.map(({ title, title_zh, severity, state, ...row }) => ({
    titles: titleOf(title, title_zh),
    severity: severity as Severity,
    frozen: state === 'frozen',
    runbook: row.runbook,
    reason: whyUnread(row) || lastWords(row.host_id, row.labels),
  }));
}

/** How many there are in all. */
export async function countPagedAlerts(db: Store['db'], caseId: number): Promise<number> {
  const { count } = await db
    .selectFrom('alerts')
    .select((select) => select.fn.countAll<number | string>().as('count'))
    .where('case_id', '=', caseId)
    .where((where) => where.or([where('state', '=', 'firing'), where('frozen_from', '=', 'firing')]))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Why what an alert is about cannot be read, as its host's agent says; empty when it says nothing of it. */
function whyUnread({
  unread,
  series,
  labels,
}: {
  unread: string | null;
  series: string | null;
  labels: string;
}): string {
  const alert = { series, labels: JSON.parse(labels) as Readonly<Record<string, string>> };
  return unreadReasons(parseUnread(unread), alert).join('; ').slice(0, MOST_CHARACTERS);
}

/** Reads the last lines that failed runs of these hosts' backup jobs wrote; gives that of an alert's job, empty of every other alert. */
async function readLastWords(
  db: Store['db'],
  hosts: readonly string[],
): Promise<(hostId: string, labels: string) => string> {
  if (hosts.length === 0) return () => '';
  const rows = await db
    .selectFrom('backup_jobs')
    .select(['host_id', 'job', 'output'])
    .where('host_id', 'in', [...new Set(hosts)])
    .where('ok', '=', 0)
    .execute();
  return (hostId, labels) => {
    const job = jobOf(labels);
    const failed = rows.find((row) => row.host_id === hostId && row.job === job);
    const lines = (failed?.output ?? '').split('\n').map((line) => line.trim());
    return (lines.findLast((line) => line !== '') ?? '').slice(0, MOST_CHARACTERS);
  };
}

/** Which backup job an alert is about; undefined where it is about none. */
function jobOf(labels: string): string | undefined {
  return (JSON.parse(labels) as Readonly<Record<string, string>>)['job'];
}
