import { type BackupMatrix, type BackupState, backupStates } from '@watchcase/api';
import { setQuery } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { JobState } from './job-state.tsx';

/** How many jobs stand how, the worst first; each narrows the list to those. */
export function StateChoice({ states, now }: { states: BackupMatrix['states']; now: BackupState | '' }) {
  const { backups } = texts.value;
  const there = backupStates.filter((state) => (states[state] ?? 0) > 0 || state === now);
  const all = there.reduce((sum, state) => sum + (states[state] ?? 0), 0);
  return (
    <div class="state-choice" role="group" aria-label={backups.statesLabel}>
      <button type="button" class="plain" aria-pressed={now === ''} onClick={() => setQuery('state', '')}>
        {backups.all} <span class="figures">{all}</span>
      </button>
      {there.map((state) => (
        <button
          key={state}
          type="button"
          class="plain"
          aria-pressed={state === now}
          onClick={() => setQuery('state', state === now ? '' : state)}
        >
          <JobState state={state} /> <span class="figures">{states[state] ?? 0}</span>
        </button>
      ))}
    </div>
  );
}
