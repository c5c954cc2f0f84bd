import {
  type BackupCompliance,
  type BackupComplianceQuery,
  type BackupKept,
  parsePeriod,
  type Period,
  periodBeside,
  periodOf,
} from '@watchcase/api';
import { addKept, type DayOutcome, type Kept, keptOn, shareKept } from '@watchcase/backup';
import { formatCivilDay, zoneClock } from '@watchcase/calendar';
import { keyOf, readDays, readPolicy } from '../../../backups/index.ts';
import { type Snapshot, termsOf, zoneOf } from '../../../directory/index.ts';
import type { HttpRooms } from '../../rooms.ts';
import { namedView } from '../oncall.ts';
import { policyRecord } from './job-detail.ts';
import { type NamedJob, readNamedJobs } from './named-jobs.ts';

const DAY_MS = 86_400_000;
const MOST_JOBS = 500;

interface JudgedJob {
  job: NamedJob;
  contract: string | null;
  kept: Kept;
  limitMs: number | null;
  isJudged: boolean;
}

/** What was promised and kept in a period, by contract. Days count that are over in the job's own zone. */
export async function readCompliance(
  { store, directory, clock }: Pick<HttpRooms, 'store' | 'directory' | 'clock'>,
  { period: name, customer, contract }: BackupComplianceQuery,
  customers: readonly string[] | null,
): Promise<BackupCompliance> {
  const [now, snapshot] = [clock.now(), await directory.current()];
  const period = parsePeriod(name ?? '') ?? periodOf('month', Math.floor(now / DAY_MS));
  const jobs = await readNamedJobs(store.db, customer, customers);
  const days = await readDays(store.db, jobs, { from: period.from, to: period.to - 1 });
  const contractOf = contractsAt(snapshot, Math.min(now, period.to * DAY_MS - 1));
  const judged = jobs
    .map((job): JudgedJob => {
      const all = days.get(keyOf(job)) ?? [];
      const today = zoneClock(job.zone ?? zoneOf(snapshot, job.customerId)).dayAt(now);
      return judgedJob(snapshot, job, {
        days: all.filter(({ day }) => day < today),
        contract: contractOf(job),
      });
    })
    .filter((one) => contract === undefined || one.contract === contract);
  const groups = Map.groupBy(judged, (one) => `${one.job.customerId}\n${one.contract ?? ''}`);
  return { period: periodView(period), items: [...groups.values()].map((own) => groupView(snapshot, own)) };
}

function judgedJob(
  snapshot: Snapshot,
  job: NamedJob,
  { days, contract }: { days: readonly DayOutcome[]; contract: string | null },
): JudgedJob {
  const record = policyRecord(snapshot, job.policy ?? undefined);
  const limitMs = record === undefined ? null : readPolicy(record).rpoMs;
  const isJudged = days.some(({ asked }) => asked.length > 0);
  return { job, contract, kept: keptOn(days), limitMs, isJudged };
}

/** Under which contract each job was; jobs of one host are under one. */
function contractsAt(snapshot: Snapshot, at: number): (job: NamedJob) => string | null {
  const known = new Map<string, string | null>();
  return ({ hostId: host, customerId, siteId }) => {
    const found = known.get(host);
    if (found !== undefined) return found;
    const subject = {
      customer: customerId,
      site: siteId,
      host,
      category: 'data',
      severity: 'major',
      at,
    };
    const { contract, scope } = termsOf(snapshot, subject);
    const owed = scope === 'covered' ? contract : null;
    known.set(host, owed);
    return owed;
  };
}

function groupView(snapshot: Snapshot, own: readonly JudgedJob[]): BackupCompliance['items'][number] {
  const { job, contract } = own[0] as JudgedJob;
  const limits = own.flatMap(({ limitMs }) => limitMs ?? []);
  return {
    customer: { id: job.customerId, name: job.customer },
    contract: contract === null ? null : namedView(snapshot, 'contracts', contract),
    jobs: own.length,
    unjudged: own.filter(({ isJudged }) => !isJudged).length,
    kept: keptView(addKept(own.map(({ kept }) => kept)), limits.length === 0 ? null : Math.min(...limits)),
    worst: own
      .toSorted((a, b) => shareKept(a.kept) - shareKept(b.kept))
      .slice(0, MOST_JOBS)
      .map((one) => ({
        job: one.job.job,
        host: { id: one.job.hostId, name: one.job.host },
        kept: keptView(one.kept, one.limitMs),
      })),
  };
}

function keptView({ backups, rpo, copies, verification, drills }: Kept, limitMs: number | null): BackupKept {
  const { worstMs, asked, kept } = rpo;
  return {
    backups,
    rpo: {
      worstSeconds: worstMs === null ? null : Math.round(worstMs / 1000),
      limitSeconds: limitMs === null ? null : limitMs / 1000,
      days: { asked, kept },
    },
    copies,
    verification,
    drills,
  };
}

function periodView(period: Period): BackupCompliance['period'] {
  return {
    name: period.name,
    from: formatCivilDay(period.from),
    to: formatCivilDay(period.to),
    previous: periodBeside(period, -1).name,
    next: periodBeside(period, 1).name,
  };
}
