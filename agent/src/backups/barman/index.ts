import { defineBackupTool } from '../../contract.ts';
import { askTool, unknownOutput } from '../ask-tool.ts';
import { statusOf } from '../snapshot.ts';
import type { KnownWords } from '../tool-failure.ts';
import type { options } from './options.ts';
import { parseBackups } from './parse-backups.ts';

const known: readonly KnownWords[] = [
  {
    code: 'BACKUP_REPOSITORY_REFUSED',
    words: /please run barman as|a password is required|not allowed to execute/i,
    message: 'barman may only be run by its own user',
    fix: 'let the agent run as that user, or name it as "asUser" and allow it in sudoers',
  },
  {
    code: 'BACKUP_REPOSITORY_MISSING',
    words: /unknown server/i,
    message: 'barman knows no such server',
    fix: 'check "server" and "config"',
  },
];

/** Reads what barman has of a server by `barman list-backups`. */
export default defineBackupTool<typeof options>({
  name: 'barman',
  async status({ server, config, asUser, timeout, program }, host, now) {
    const args = [
      ...(config === undefined ? [] : ['-c', config]),
      '--format',
      'json',
      'list-backups',
      server,
    ];
    const command =
      asUser === undefined
        ? { program, args }
        : { program: 'sudo', args: ['-n', '-u', asUser, program, ...args] };
    const { stdout } = await askTool(host, { ...command, timeoutMs: timeout }, { place: server, known });
    const backups = parseBackups(stdout, server);
    if (backups === undefined) throw unknownOutput(server, 'barman list-backups', 'barman 3.4 and later');
    // Its time is not known, so it is not known either whether it is newer than the others: barman's own order is by name.
    const latest = backups.toSorted((a, b) => (a.id < b.id ? 1 : -1))[0];
    const remark =
      latest?.complete === 'no' ? `the run ${latest.id} has made no backup that can be restored` : undefined;
    return [statusOf(server, backups, { now, remark })];
  },
});
