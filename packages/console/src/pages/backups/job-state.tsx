import type { BackupState } from '@watchcase/api';
import { texts } from '../../texts/index.ts';
import { stateSigns } from '../../words/backup-days.ts';

/** How a job is now, as a sign, a colour and a word. */
export function JobState({ state }: { state: BackupState }) {
  return (
    <span class={`job-state ${state}`}>
      <span class="sign" aria-hidden="true">
        {stateSigns[state]}
      </span>
      {texts.value.backups.state[state]}
    </span>
  );
}
