import type { SnapshotKind } from '@watchcase/protocol/light';

/** What the files of one target folder say. */
export interface BackupInfo {
  kind: SnapshotKind;
  /** Local wall clock of the machine that made it. */
  started: string | undefined;
  ended: string;
}

/** What it makes of a folder: prepared ones are as whole as before. Percona's words are known too. */
const kinds: Readonly<Record<string, SnapshotKind>> = {
  'full-backuped': 'full',
  'log-applied': 'full',
  'full-prepared': 'full',
  incremental: 'incremental',
};

/** Reads `xtrabackup_checkpoints` and `xtrabackup_info`; undefined when the backup did not come to its end, or they are something else. */
export function parseBackupInfo(checkpoints: string, info: string): BackupInfo | undefined {
  const { backup_type: type = '' } = pairsOf(checkpoints);
  const { start_time: started, end_time: ended, incremental } = pairsOf(info);
  const kind = kinds[type];
  if (kind === undefined || ended === undefined || ended === '') return undefined;
  // One that was applied to its base says `log-applied` as well.
  return { kind: incremental === 'Y' ? 'incremental' : kind, started, ended };
}

function pairsOf(text: string): Readonly<Partial<Record<string, string>>> {
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at === -1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
