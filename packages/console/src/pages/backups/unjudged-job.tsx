import { useSignal } from '@preact/signals';
import type { AdoptBackup, BackupFindings } from '@watchcase/api';
import { adoptBackup } from '../../api/backups.ts';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { language } from '../../state/language.ts';
import { mayDoToAll } from '../../state/session.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { backupAddress } from '../../words/backup-address.ts';
import { scheduleText } from '../../words/schedule-text.ts';
import { AdoptDialog } from './adopt-dialog.tsx';

/** A job that has a policy now, by its id. */
export interface Settled {
  hostId: string;
  job: string;
  policy: string;
}

interface UnjudgedJobProps {
  it: BackupFindings['items'][number];
  adopted: (it: Settled) => void;
}

/** A job without a policy: one click takes it into one where its schedule can be told, else it is asked for. */
export function UnjudgedJob({ it, adopted }: UnjudgedJobProps) {
  const { backupCare } = texts.value;
  const asking = useSignal(false);
  const { busy, fault, attempt } = useTrying();
  const { guess } = it;

  async function adopt(how: AdoptBackup): Promise<void> {
    const { policy } = await adoptBackup(it.host.id, it.job, how);
    asking.value = false;
    say(backupCare.adopted(it.job, policy.title));
    adopted({ hostId: it.host.id, job: it.job, policy: policy.id });
  }
  return (
    <li class="card finding">
      <div>
        <Link to={backupAddress(it.host.id, it.job)}>{it.job}</Link>
        <p class="soft">
          {it.host.name} · {it.customer.name}
          {it.lastEnd === null ? null : (
            <>
              {' · '}
              {backupCare.lastEnd} <Ago at={it.lastEnd} />
            </>
          )}
          {it.firstSeenAt === null ? null : (
            <>
              {' · '}
              {backupCare.seenSince} <Ago at={it.firstSeenAt} />
            </>
          )}
        </p>
        <p>
          {guess === null
            ? backupCare.noGuess
            : backupCare.guessed(scheduleText(guess, { ...texts.value, language: language.value }))}
        </p>
      </div>
      {mayDoToAll('desk.change') ? (
        <div class="buttons-left">
          <button
            type="button"
            class="primary"
            aria-disabled={busy.value}
            onClick={() => {
              if (guess === null) asking.value = true;
              else void attempt(() => adopt({}));
            }}
          >
            {backupCare.adopt}
          </button>
          {guess === null ? null : (
            <button type="button" class="plain" onClick={() => (asking.value = true)}>
              {backupCare.adoptOther}
            </button>
          )}
        </div>
      ) : null}
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
      {asking.value ? <AdoptDialog it={it} adopt={adopt} cancel={() => (asking.value = false)} /> : null}
    </li>
  );
}
