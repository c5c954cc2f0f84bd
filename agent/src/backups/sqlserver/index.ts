import { defineBackupTool } from '../../contract.ts';
import { askTool, unknownOutput } from '../ask-tool.ts';
import { dataAndLogs } from '../snapshot.ts';
import type { options } from './options.ts';
import { backupSetsQuery, parseBackupSets } from './parse-backup-sets.ts';

/** Reads what SQL Server has noted of its backups in msdb, by sqlcmd. */
export default defineBackupTool<typeof options>({
  name: 'sqlserver',
  async status(settings, host, now) {
    const { server, database, user, password, logs, trustCertificate, timeout, program } = settings;
    const location = `${server}/${database}`;
    const args = [
      '-S',
      server,
      '-d',
      'msdb',
      '-b',
      '-W',
      '-s',
      '|',
      '-h',
      '-1',
      ...(user === undefined ? ['-E'] : ['-U', user]),
      ...(trustCertificate ? ['-C'] : []),
      '-Q',
      backupSetsQuery(database),
    ];
    const env = password === undefined ? {} : { SQLCMDPASSWORD: password.reveal() };
    const { stdout } = await askTool(
      host,
      { program, args, env, timeoutMs: timeout },
      { place: location, secrets: [password] },
    );
    const sets = parseBackupSets(stdout);
    if (sets === undefined) throw unknownOutput(location, 'sqlcmd', 'SQL Server 2016 and later');
    return dataAndLogs(location, sets, { now, logs });
  },
});
