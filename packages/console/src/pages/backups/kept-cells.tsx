import type { BackupKept } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { texts } from '../../texts/index.ts';
import { backupAddress } from '../../words/backup-address.ts';
import { keptShare } from '../../words/kept-share.ts';
import { spanText } from '../../words/span.ts';

/** Heads of a table of what was kept. */
export function KeptHeads({ first }: { first: string }) {
  const { backupCare } = texts.value;
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">{backupCare.backups}</th>
        <th scope="col">{backupCare.rpo}</th>
        <th scope="col">{backupCare.copies}</th>
        <th scope="col">{backupCare.verification}</th>
        <th scope="col">{backupCare.drills}</th>
      </tr>
    </thead>
  );
}

interface KeptRowProps {
  kept: BackupKept;
  name: string;
  /** Of a job: where it runs. */
  host?: { id: string; name: string };
}

/** What was kept by a contract, or of a job. */
export function KeptRow({ kept, name, host }: KeptRowProps) {
  const { backupCare, shell } = texts.value;
  const span = (seconds: number) => spanText(seconds * 1000, shell.unit);
  const { rpo, drills } = kept;
  return (
    <tr>
      <th scope="row">
        {host === undefined ? (
          name
        ) : (
          <>
            <Link to={backupAddress(host.id, name)}>{name}</Link>
            <span class="soft place">{host.name}</span>
          </>
        )}
      </th>
      <td data-name={backupCare.backups}>
        <Kept days={kept.backups} />
      </td>
      <td data-name={backupCare.rpo}>
        {rpo.worstSeconds === null ? '–' : span(rpo.worstSeconds)}
        {rpo.limitSeconds === null ? null : (
          <span class={`place ${rpo.days.kept < rpo.days.asked ? 'overdue-word' : 'soft'}`}>
            {backupCare.promised(span(rpo.limitSeconds))}
          </span>
        )}
      </td>
      <td data-name={backupCare.copies}>
        <Kept days={kept.copies} />
      </td>
      <td data-name={backupCare.verification}>
        <Kept days={kept.verification} />
      </td>
      <td data-name={backupCare.drills}>
        <Kept days={drills} />
        {drills.passed + drills.failed === 0 ? null : (
          <span class="soft place">{backupCare.drillsMade(drills.passed, drills.failed)}</span>
        )}
      </td>
    </tr>
  );
}

function Kept({ days: { asked, kept } }: { days: { asked: number; kept: number } }) {
  const { backupCare } = texts.value;
  if (asked === 0) return <span class="soft">{backupCare.notAsked}</span>;
  return (
    <>
      <strong class={kept < asked ? 'overdue-word figures' : 'good-word figures'}>
        {keptShare({ asked, kept })}
      </strong>
      <span class="soft place">{backupCare.keptOf(kept, asked)}</span>
    </>
  );
}
