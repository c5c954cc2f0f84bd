import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { FoundFile } from '../../host/index.ts';
import { findFiles } from '../find-files.ts';
import { fileStatus } from '../file-status.ts';
import { unknownStatus } from '../unknown-status.ts';
import type { options } from './options.ts';

/** Looks at backup files by pattern: how old the newest is, how large, how many there are. One pattern that cannot be looked at leaves the others alone. */
export default defineBackupTool<typeof options>({
  name: 'files',
  asksItself: true,
  status: ({ patterns, ignore, minBytes, settle }, host, now) => {
    const statusOf = (pattern: string, files: readonly FoundFile[]): BackupStatus =>
      fileStatus(pattern, files, { ignore, minBytes, settleMs: settle, now });
    return Promise.all(
      patterns.map((pattern) =>
        findFiles(pattern, host)
          .then((files) => statusOf(pattern, files))
          .catch((error: unknown) => unknownStatus(pattern, error)),
      ),
    );
  },
});
