import type { BackupCopiesView } from '@watchcase/api';
import { second } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { newestByKind } from '../../words/newest-by-kind.ts';
import { spanText } from '../../words/span.ts';

/** How old the newest copy of each kind of place is. */
export function CopyAges({ copies }: { copies: readonly BackupCopiesView[] }) {
  const { backups, shell } = texts.value;
  const newest = newestByKind(copies);
  if (newest.length === 0) return <span class="soft">{backups.noCopies}</span>;
  return (
    <span class="copy-ages">
      {newest.map(({ kind, at, isWhole }) => (
        <span key={kind} class={isWhole ? '' : 'overdue-word'}>
          <span class="soft">{backups.place[kind]}</span>{' '}
          <span class="figures">
            {at === null ? '–' : spanText(Math.max(0, second.value - at), shell.unit)}
          </span>
        </span>
      ))}
    </span>
  );
}
