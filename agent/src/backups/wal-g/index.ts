import { defineBackupTool } from '../../contract.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { locationOf } from '../location.ts';
import { statusOf } from '../snapshot.ts';
import type { options } from './options.ts';
import { backupReader } from './parse-backups.ts';

/** wal-g says so, on standard error and with an exit code of its own version, where there is none. */
const NONE = /no backups found/i;

/** Reads base backups by `wal-g backup-list`. */
export default defineBackupTool<typeof options>({
  name: 'wal-g',
  async status({ storage, config, env, timeout, program }, host, now) {
    const location = locationOf(storage);
    const prefix = `WALG_${storage.startsWith('/') ? 'FILE' : 'S3'}_PREFIX`;
    const args = ['backup-list', '--detail', '--json', ...(config === undefined ? [] : ['--config', config])];
    const environment = { ...(config === undefined ? { [prefix]: storage } : {}), ...revealed(env) };
    const reader = backupReader();
    const { stdout, stderr } = await askTool(
      host,
      { program, args, env: environment, timeoutMs: timeout, take: reader.take },
      {
        place: location,
        secrets: Object.values(env),
        isAnswer: (answer) => answer.code === 0 || NONE.test(answer.stderr),
      },
    );
    const backups = NONE.test(stderr) && stdout.trim() === '' ? [] : reader.end();
    if (backups === undefined)
      throw unknownOutput(location, 'wal-g backup-list --detail --json', 'wal-g 2.0 and later');
    return [statusOf(location, backups, { now })];
  },
});
