import { defineBackupTool } from '../../contract.ts';
import { askPowerShell } from '../ask-powershell.ts';
import { unknownOutput } from '../ask-tool.ts';
import { statusOf } from '../snapshot.ts';
import type { options } from './options.ts';
import { parseBackupSets } from './parse-backup-sets.ts';

const PLACE = 'Windows Server Backup';
/** So many runs are looked back on. */
const MOST_RUNS = 20;
const SCRIPT = [
  '$s=@(Get-WBBackupSet|ForEach-Object{@{id=[string]$_.VersionId;at=(&$u $_.BackupTime);target=[string]$_.BackupTarget}})',
  `$j=@(@(Get-WBJob -Previous ${MOST_RUNS})+@(Get-WBJob)|Where-Object{$_.JobType -eq 'Backup'}|ForEach-Object{@{began=(&$u $_.StartTime);ended=(&$u $_.EndTime);state=[string]$_.JobState;result=[long]$_.HResult;detail=[long]$_.DetailedHResult;text=[string]$_.ErrorDescription}})`,
  'ConvertTo-Json -Compress -Depth 3 @{sets=$s;jobs=$j}',
];
const known = [
  {
    code: 'BACKUP_TOOL_MISSING',
    words: /CommandNotFoundException/,
    message: 'Windows Server Backup is not installed',
    fix: 'install it: Install-WindowsFeature Windows-Server-Backup',
  },
];

/** Reads the backups and runs of Windows Server Backup, as its own commands for PowerShell tell them. */
export default defineBackupTool<typeof options>({
  name: 'windows-server-backup',
  async status({ target, timeout, program }, host, now) {
    const location = target === undefined ? PLACE : `${PLACE} (${target})`;
    const asked = { program, timeout, place: location, known };
    const answer = parseBackupSets(await askPowerShell(host, SCRIPT, asked), target);
    if (answer === undefined)
      throw unknownOutput(location, 'Get-WBBackupSet', 'Windows Server 2012 and later');
    return [{ ...statusOf(location, answer.snapshots, { now }), runs: answer.runs }];
  },
});
