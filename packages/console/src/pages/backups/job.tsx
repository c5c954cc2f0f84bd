import { useSignal } from '@preact/signals';
import type { BackupJobDetail } from '@watchcase/api';
import { readBackupJob } from '../../api/backups.ts';
import { connection } from '../../api/live.ts';
import { Back } from '../../parts/back.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { mayDo } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { DrillDialog } from './drill-dialog.tsx';
import { JobCharts } from './job-charts.tsx';
import { JobCopies } from './job-copies.tsx';
import { JobDays } from './job-days.tsx';
import { JobDrills } from './job-drills.tsx';
import { JobFigures } from './job-figures.tsx';
import { JobHead } from './job-head.tsx';
import { JobPromises } from './job-promises.tsx';
import { JobRuns } from './job-runs.tsx';

/** How many days back all of it goes. */
const DAYS = 90;

/** One job: how it is and why, its copies, its runs, its drills. */
export function BackupJobPage({ id, job }: { id: string; job: string }) {
  const kept = useResource(
    `${id} ${job}`,
    (signal) => readBackupJob({ hostId: id, job, days: DAYS }, signal),
    {
      touchedBy: (change) => change.cases.length > 0 || change.hosts.includes(id),
      restMs: 10_000,
      everyMs: 60_000,
    },
  );
  const it = kept.data.value;
  return (
    <div class={`page backups ${connection.value.state === 'lost' ? 'stale' : ''}`}>
      <Back to="/backups" text={texts.value.backups.title} />
      {kept.fault.value === undefined ? null : <FaultNote fault={kept.fault.value} retry={kept.refresh} />}
      {it === undefined ? (
        kept.fault.value === undefined ? (
          <Waiting rows={3} height={140} />
        ) : null
      ) : (
        <Body it={it} changed={kept.refresh} />
      )}
    </div>
  );
}

function Body({ it, changed }: { it: BackupJobDetail; changed: () => void }) {
  const { backupJob } = texts.value;
  const asking = useSignal(false);
  return (
    <>
      <JobHead it={it}>
        {mayDo('hosts.change') ? (
          <button type="button" class="plain" onClick={() => (asking.value = true)}>
            {backupJob.record}
          </button>
        ) : null}
      </JobHead>
      {asking.value ? (
        <DrillDialog
          it={it}
          done={() => {
            asking.value = false;
            changed();
          }}
          cancel={() => (asking.value = false)}
        />
      ) : null}
      <JobPromises it={it} />
      <JobFigures it={it} />
      <JobDays it={it} />
      <JobCopies it={it} />
      <JobCharts it={it} />
      <JobRuns runs={it.runs} />
      <JobDrills it={it} />
    </>
  );
}
